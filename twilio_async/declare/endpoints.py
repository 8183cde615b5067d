"""Declared endpoints: `@post`, `@get`, `@listing` and their like make a call of a signature and a docstring.

They read the signature once, at the first call, and never run the body, so that each parameter is written
once. Parameters that several endpoints share stand in a `TypedDict` which these take as
`**settings: Unpack[...]`.

- The name gives the wire's name (`status_callback`: `StatusCallback`; see `params.wire_name`), as the API
  spells it. `Annotated[..., Header("If-Match")]` is a header.
- A parameter without a default is required, and must not be empty.
- The return annotation names the model, or is the `M` of an `Instance[M]`.

At a call only the arguments that were given are touched, and None counts as not given. What Python would
refuse is refused in its own words, before anything is sent.
"""

# pyright: reportPrivateUsage=false
# What the decorators define becomes methods of resources, which pyright cannot see.

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

from attrs import evolve

from twilio_async.core.apis import NameStyle
from twilio_async.core.decoding import NOTHING, PageContent, page_reader, record_reader
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.core.lists.query import Query
from twilio_async.core.params import (
    Header,
    form,
    is_sequence,
    json_bytes,
    json_value,
    numbered,
    wire_name,
    wire_texts,
)
from twilio_async.core.wire import BODY_METHODS, Reader, Request
from twilio_async.declare.base import Instance, Resource
from twilio_async.errors import InvalidArgument

HttpMethod: TypeAlias = Literal["GET", "POST"]
"""The method by which Twilio asks at an address of yours."""

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
_PAGING = frozenset(Paging.__annotations__)


class _Signature:
    """The parameters of a declared method, by the names of Python and of the wire."""

    def __init__(self, function: Callable[..., Any], needs: Sequence[Sequence[str]]) -> None:
        self._function = function
        self._needs = needs
        self._wire_names: dict[NameStyle, Mapping[str, str]] = {}

    def wire_names(self, style: NameStyle) -> Mapping[str, str]:
        """Twilio's names of the parameters, but for those that travel as numbered pairs or as headers."""
        names = self._wire_names.get(style)
        if names is None:
            names = self._wire_names[style] = {
                name: wire_name(name, self._annotations, style)
                for name in self._annotations
                if Annotated not in self._kinds[name]
            }
        return names

    @cached_property
    def header_names(self) -> Mapping[str, str]:
        """The names of the headers that parameters travel as."""
        return {
            name: mark.name
            for name, annotation in self._annotations.items()
            for mark in getattr(annotation, "__metadata__", ())
            if isinstance(mark, Header)
        }

    @cached_property
    def model(self) -> Any:
        """The model of what the method returns, or lists; or the `M` that stands for one."""
        returned: Any = self._function.__annotations__["return"]
        return (*get_args(returned), returned)[0]

    @cached_property
    def reader(self) -> Reader[Any] | None:
        """The reader of what the method returns; None where it is the resource's own record."""
        if isinstance(self.model, TypeVar):
            return None
        return NOTHING if self.model is None else record_reader(self.model)

    @cached_property
    def _required(self) -> list[str]:
        parameters = self._parameters
        return [
            name
            for name in self._annotations
            if name in parameters and parameters[name].default is inspect.Parameter.empty
        ]

    @cached_property
    def _kinds(self) -> dict[str, frozenset[Any]]:
        """The types that each parameter takes."""
        return {
            name: frozenset(get_origin(kind) or kind for kind in (annotation, *get_args(annotation)))
            for name, annotation in self._annotations.items()
        }

    @cached_property
    def _annotations(self) -> dict[str, Any]:
        """The parameters of the wire: those of the signature's own, and those of what it unpacks."""
        annotations: dict[str, Any] = {}
        for name, parameter in self._parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY:
                annotations[name] = parameter.annotation
            elif parameter.kind is parameter.VAR_KEYWORD:
                (unpacked,) = get_args(parameter.annotation)
                annotations |= unpacked.__annotations__
        return {name: annotation for name, annotation in annotations.items() if name not in _PAGING}

    @cached_property
    def _parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self._function).parameters

    def headers(self, arguments: Mapping[str, Any]) -> dict[str, str]:
        """Those of the arguments that are headers, by their names."""
        return {
            header: text
            for name, header in self.header_names.items()
            for text in self._texts(name, arguments.get(name))
        }

    def json(self, arguments: Mapping[str, Any], style: NameStyle) -> str:
        """The arguments as an object of JSON.

        Raises:
            TypeError: One is unknown or missing.
            InvalidArgument: One cannot be right.
        """
        names = self.wire_names(style)
        fields: dict[str, Any] = {}
        for name, value in arguments.items():
            if name not in names:
                self._check_known(name)
            elif value is not None:
                self._texts(name, value)  # What cannot be right in a form is not right in JSON.
                fields[names[name]] = json_value(name, value)
        self._check_presence(arguments)
        return json_bytes(self._name, fields).decode()

    def form(self, arguments: Mapping[str, Any], style: NameStyle) -> str:
        """The arguments as a form.

        Raises:
            TypeError: One is unknown or missing.
            InvalidArgument: One cannot be right.
        """
        pairs: list[tuple[str, str]] = []
        names = self.wire_names(style)
        for name, value in arguments.items():
            wire = names.get(name)
            if wire is None:
                pairs.extend(self._numbered(name, value))
            elif value.__class__ is str:
                pairs.append((wire, value))
            elif value is not None:
                pairs.extend((wire, text) for text in self._texts(name, value))
        self._check_presence(arguments)
        try:
            return form(pairs)
        except UnicodeEncodeError:
            raise InvalidArgument(f"{self._name}: half of a surrogate pair is no character") from None

    def _numbered(self, name: str, value: Any) -> Sequence[tuple[str, str]]:
        self._check_known(name)
        return [] if value is None or name in self.header_names else numbered(name, value)

    def _check_known(self, name: str) -> None:
        if name not in self._annotations:
            raise TypeError(f"{self._name} got an unexpected keyword argument {name!r}")

    def _texts(self, name: str, value: Any) -> Sequence[str]:
        if value is None:
            return []
        taken = self._kinds[name]
        if isinstance(value, datetime) and date in taken and datetime not in taken:
            raise InvalidArgument(f"{name} takes a day: give a date, such as value.astimezone(UTC).date()")
        texts = wire_texts(name, value)
        if Sequence not in taken and is_sequence(value):
            raise InvalidArgument(f"{name} takes one value, not a {type(value).__name__}")
        return texts

    def _check_presence(self, arguments: Mapping[str, Any]) -> None:
        for name in self._required:
            if name not in arguments:
                raise self._missing([name for name in self._required if name not in arguments])
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
    return _verb("POST", needs)


def put(*, needs: Sequence[Sequence[str]] = ()) -> Callable[[F], F]:
    """A method that sends its arguments by PUT and returns the record in the answer; see `post`."""
    return _verb("PUT", needs)


def patch(*, needs: Sequence[Sequence[str]] = ()) -> Callable[[F], F]:
    """A method that sends its arguments by PATCH and returns the record in the answer; see `post`."""
    return _verb("PATCH", needs)


def get() -> Callable[[F], F]:
    """A method that sends its arguments in the query of a GET and returns the record in the answer."""
    return _verb("GET", ())


def delete() -> Callable[[F], F]:
    """A method that deletes with arguments, such as a condition in a header, and returns nothing."""
    return _verb("DELETE", ())


def _verb(method: str, needs: Sequence[Sequence[str]]) -> Callable[[F], F]:
    def declare(function: F) -> F:
        signature = _Signature(function, needs)

        @wraps(function)
        async def call(self: Instance[Any], **arguments: Any) -> Any:
            reader = self._record_reader if signature.reader is None else signature.reader
            return await self._session.send(_request(self, method, reader, signature, arguments))

        return cast("F", call)

    return declare


def _request(
    resource: Resource, method: str, reader: Reader[T], signature: _Signature, arguments: Mapping[str, Any]
) -> Request[T]:
    api = resource._api  # noqa: SLF001 - the endpoint is a method of it
    is_json = method in BODY_METHODS and api.encoding == "json"
    write = signature.json if is_json else signature.form
    request = resource._request(method, reader, write(arguments, api.names))  # noqa: SLF001 - as above
    if not signature.header_names:
        return request
    return evolve(request, headers=signature.headers(arguments))


def listing(key: str) -> Callable[[F], F]:
    """A method that returns the `Listing` of what the API has at `key` of its pages."""

    def declare(function: F) -> F:
        signature = _Signature(function, ())

        @wraps(function)
        def call(self: Resource, **arguments: Any) -> Listing[Any]:
            paging = cast("Paging", {name: arguments.pop(name) for name in _PAGING & arguments.keys()})
            reader: Reader[PageContent[Any]] = page_reader(signature.model, key)
            first, style = _request(self, "GET", reader, signature, arguments), self._api.names
            query = Query(
                model=signature.model,
                reader=reader,
                path=first.path,
                filters=first.query,
                names=frozenset(signature.wire_names(style).values()),
                size_name=self._api.size_name,
                origin=first.origin,
            )
            return Listing(self._session, query, paging)

        return cast("F", call)

    return declare
