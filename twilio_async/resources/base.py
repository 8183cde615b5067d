"""What resources are made of: a place in the tree of addresses, verbs that many share, declared endpoints.

`@post` and `@listing` turn a typed signature and a docstring into a call. They read the signature once, at
the first call, and never run the body, so that each parameter is written once:

- its name gives the wire's name (`status_callback`: `StatusCallback`; see `params.wire_name`);
- without a default it is required, and must not be empty;
- the return annotation names the model.

At a call only the arguments that were given are touched, and None counts as not given. What Python would
refuse is refused in its own words, before anything is sent.
"""

# pyright: reportPrivateUsage=false
# What the decorators define becomes methods of resources, which pyright cannot see.

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, Generic, TypeVar, cast, get_args, get_origin

from attrs import frozen

from twilio_async import codec
from twilio_async.decoding import decoded
from twilio_async.errors import InvalidArgument
from twilio_async.listing import Listing, Paging
from twilio_async.params import form, is_sequence, wire_name, wire_texts
from twilio_async.query import Query
from twilio_async.session import Session
from twilio_async.urls import segment
from twilio_async.wire import Request

F = TypeVar("F", bound=Callable[..., Any])
M = TypeVar("M", bound=codec.Model)
R = TypeVar("R", bound="Resource")
_PAGING = frozenset(Paging.__annotations__)


@frozen
class Api:
    """A generation of the API as one account sees it.

    Attributes:
        session: What requests go through.
        suffix: What ends every path: `.json`, or nothing for XML.
        size_name: The parameter of the page size.
    """

    session: Session
    suffix: str
    size_name: str


class Resource:
    """A place in the tree: `path` is its address without the suffix of the format."""

    __slots__ = ("_api", "_path")

    def __init__(self, api: Api, path: str) -> None:
        self._api = api
        self._path = path

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path}>"

    def _below(self, resource: type[R], name: str) -> R:
        """The resource at the literal segment `name` below this one."""
        return resource(self._api, f"{self._path}/{name}")

    def _at(self, resource: type[R], value: str) -> R:
        """The resource at the segment that a SID or name makes.

        Raises:
            InvalidArgument: The value is empty or no text.
        """
        return resource(self._api, f"{self._path}/{segment(value)}")

    def _request(self, method: str, form: str | None = None) -> Request:
        body = None if form is None else form.encode("ascii")
        return Request(method, self._path + self._api.suffix, body=body)


class Fetchable(Resource, Generic[M]):
    """One of a kind that can be read."""

    __slots__ = ()
    _model: type[codec.Model]

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        for base in getattr(cls, "__orig_bases__", ()):
            if getattr(base, "__origin__", None) is Fetchable:
                cls._model = get_args(base)[0]

    async def fetch(self) -> M:
        """The resource as it is now."""
        request = self._request("GET")
        response, tree = await self._api.session.send(request)
        return cast("M", decoded(self._model, tree, request, response))


class Deletable(Resource):
    """One of a kind that can be deleted."""

    __slots__ = ()

    async def delete(self) -> None:
        """Delete the resource for good.

        Where an answer got lost and the repetition finds nothing, it is deleted: no error.
        """
        await self._api.session.send(self._request("DELETE"))


class _Signature:
    """What a declared method takes, by the names of Python and of the wire."""

    def __init__(self, function: Callable[..., Any], needs: Sequence[Sequence[str]]) -> None:
        self._function = function
        self._needs = needs

    @cached_property
    def wire_names(self) -> dict[str, str]:
        names = [
            name for name, parameter in self._parameters.items() if parameter.kind is parameter.KEYWORD_ONLY
        ]
        return {name: wire_name(name, names) for name in names}

    @cached_property
    def required(self) -> list[str]:
        return [name for name in self.wire_names if self._parameters[name].default is inspect.Parameter.empty]

    @cached_property
    def _kinds(self) -> dict[str, frozenset[Any]]:
        """The types that each parameter takes."""
        annotations = {name: self._parameters[name].annotation for name in self.wire_names}
        return {
            name: frozenset(get_origin(kind) or kind for kind in (annotation, *get_args(annotation)))
            for name, annotation in annotations.items()
        }

    @cached_property
    def model(self) -> type[codec.Model]:
        """What the method returns, or lists."""
        returned: Any = self._function.__annotations__["return"]
        model: type[codec.Model] = (*get_args(returned), returned)[0]
        return model

    @cached_property
    def _parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self._function).parameters

    def encode(self, arguments: Mapping[str, Any]) -> str:
        """The arguments as a form.

        Raises:
            TypeError: One is unknown or missing.
            InvalidArgument: One cannot be right.
        """
        pairs: list[tuple[str, str]] = []
        for name, value in arguments.items():
            wire = self.wire_names.get(name)
            if wire is None:
                raise TypeError(f"{self._name} got an unexpected keyword argument {name!r}")
            if value.__class__ is str:
                pairs.append((wire, value))
            elif value is not None:
                pairs.extend((wire, text) for text in self._texts(name, value))
        self._check_presence(arguments)
        try:
            return form(pairs)
        except UnicodeEncodeError:
            raise InvalidArgument(f"{self._name}: half of a surrogate pair is no character") from None

    def _texts(self, name: str, value: Any) -> Sequence[str]:
        taken = self._kinds[name]
        if isinstance(value, datetime) and date in taken and datetime not in taken:
            raise InvalidArgument(f"{name} takes a day: give a date, such as value.astimezone(UTC).date()")
        texts = wire_texts(name, value)
        if Sequence not in taken and is_sequence(value):
            raise InvalidArgument(f"{name} takes one value, not a {type(value).__name__}")
        return texts

    def _check_presence(self, arguments: Mapping[str, Any]) -> None:
        for name in self.required:
            if name not in arguments:
                raise self._missing([name for name in self.required if name not in arguments])
            if arguments[name] is None or arguments[name] == "":
                raise InvalidArgument(f"{self._name}: {name} must not be empty")
        for alternatives in self._needs:
            for name in alternatives:
                if arguments.get(name):
                    break
            else:
                raise InvalidArgument(f"{self._name} needs {' or '.join(alternatives)}")

    def _missing(self, names: Sequence[str]) -> TypeError:
        *others, last = map(repr, names)
        listed = f"{', '.join(others)} and {last}" if others else last
        plural = "s" if others else ""
        return TypeError(
            f"{self._name} missing {len(names)} required keyword-only argument{plural}: {listed}"
        )

    @property
    def _name(self) -> str:
        return f"{self._function.__qualname__}()"


def post(*, needs: Sequence[Sequence[str]] = ()) -> Callable[[F], F]:
    """A method that sends its arguments by POST and returns the record in the answer.

    Args:
        needs: Groups of parameters of which at least one must be given and not empty.
    """

    def declare(function: F) -> F:
        signature = _Signature(function, needs)

        @wraps(function)
        async def call(self: Resource, **arguments: Any) -> codec.Model:
            request = self._request("POST", signature.encode(arguments))
            response, tree = await self._api.session.send(request)
            return decoded(signature.model, tree, request, response)

        return cast("F", call)

    return declare


def listing(key: str) -> Callable[[F], F]:
    """A method that returns the `Listing` of what the API has at `key` of its pages."""

    def declare(function: F) -> F:
        signature = _Signature(function, ())

        @wraps(function)
        def call(self: Resource, **arguments: Any) -> Listing[Any]:
            paging = cast("Paging", {name: arguments.pop(name) for name in _PAGING & arguments.keys()})
            query = Query(
                model=signature.model,
                key=key,
                path=self._request("GET").path,
                filters=signature.encode(arguments),
                names=frozenset(signature.wire_names.values()),
                size_name=self._api.size_name,
            )
            return Listing(self._api.session, query, paging)

        return cast("F", call)

    return declare
