"""The parts of resources: a place in the tree of addresses, what is below it, and verbs that many share.

Endpoints with parameters of their own are declared: see `endpoints`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Never, TypeVar, cast, get_args, get_origin

from twilio_async.core.apis import MAIN_HOST, Api
from twilio_async.core.decoding import NOTHING, record_reader
from twilio_async.core.session import Session
from twilio_async.core.urls import segment
from twilio_async.core.wire import BODY_METHODS, FORM_TYPE, JSON_TYPE, Reader, Request
from twilio_async.declare.sids import check_kind
from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from twilio_async.core.codec.models import Model

T = TypeVar("T")
M = TypeVar("M", bound="Model")
R = TypeVar("R", bound="Resource")


class _NoSession:
    """Instead of the session where there is no client."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # Mocks look for what makes a coroutine function.
            raise AttributeError(name)
        raise ConfigurationError("this is of a class: use a client, as of `async with Client() as client`")


_NOWHERE = cast("Session", _NoSession()), Api(root="")


class Resource:
    """A place in the tree of an API."""

    __slots__ = ("_api", "_path", "_session")

    def __init__(self, session: Session, api: Api, path: str) -> None:
        self._session = session
        self._api = api
        self._path = path

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path}>"

    @property
    def path(self) -> str:
        """The address without that of the API, and without the suffix of the format."""
        return self._path

    @property
    def _origin(self) -> str | None:
        """Scheme and host, where they are not those of the API that the client's base names."""
        return None if self._api.host == MAIN_HOST else self._session.origin_of(self._api)

    def _request(self, method: str, reader: Reader[T], arguments: str = "") -> Request[T]:
        """A request for this resource; `arguments` are its body or its query, as the method has it."""
        api, origin = self._api, self._origin
        path = self._path + api.suffix
        if method not in BODY_METHODS:
            return Request(method, path, reader, query=arguments, origin=origin)
        kind = JSON_TYPE if api.encoding == "json" else FORM_TYPE
        return Request(method, path, reader, body=arguments.encode(), origin=origin, content_type=kind)


class Below(Generic[R]):
    """The resource at a literal segment below another one: `media = Below(MediaFiles, "Media")`.

    Instead of a class, its name `"module:Class"` can be given, as seen from the package of the class above.
    The module is imported at the first use: all of them, with what makes their models, take as long as
    aiohttp does. Once it is less than a tenth, names of classes are to go. Instead of a segment, an API can
    be given, whose root the resource is, or a function that makes the API and the path from the resource
    above.

    As an attribute of a class it is a resource without a client: it shows mocks and help() what there is.
    """

    __slots__ = ("_name", "_package", "_place", "_resource")

    def __init__(self, resource: type[R] | str, place: str | Api | Callable[[Any], tuple[Api, str]]) -> None:
        self._resource = resource
        self._place = place

    def __set_name__(self, owner: type[Resource], name: str) -> None:
        self._name = name
        self._package = owner.__module__.rpartition(".")[0]

    def __get__(self, above: Resource | None, owner: type[Resource]) -> R:
        if above is None:
            return self._class(*_NOWHERE, f".../{self._name}")
        session, place = above._session, self._place  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - a resource's own part
        if isinstance(place, str):
            return self._class(session, above._api, f"{above._path}/{place}")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - as above
        if isinstance(place, Api):
            return self._class(session, place, place.root)
        return self._class(session, *place(above))

    def __set__(self, above: Resource, value: Never) -> None:
        raise self._refusal(above)

    def __delete__(self, above: Resource) -> None:
        raise self._refusal(above)

    def _refusal(self, above: Resource) -> AttributeError:
        return AttributeError(
            f"{type(above).__name__}.{self._name} cannot be replaced, each use of it makes a new one. To "
            'mock it, patch its class, as by patch.object(type(client.messages), "create"); or give '
            "create_autospec(Client, instance=True) for the client, or the client of a "
            "twilio_async.testing.TwilioEmulator"
        )

    @property
    def _class(self) -> type[R]:
        if isinstance(self._resource, str):
            module, _, name = self._resource.partition(":")
            self._resource = cast("type[R]", getattr(import_module(f"{self._package}.{module}"), name))
        return self._resource


def _arguments(resource: type[Resource], generic: type[Resource]) -> Iterator[Any]:
    """The class that `resource` gives for the parameter of `generic`, where it does."""
    for base in getattr(resource, "__orig_bases__", ()):
        origin = get_origin(base)
        if origin is not None and issubclass(origin, generic):
            yield from (argument for argument in get_args(base) if isinstance(argument, type))


class Collection(Resource, Generic[R]):
    """Resources of one kind, each with a SID or a name: `class Messages(Collection[...], sids="SM MM")`.

    `sids` are the prefixes of their SIDs. Where any name can stand for a SID, there are none.
    """

    __slots__ = ()
    _member: type[Resource]
    _prefixes: tuple[str, ...] = ()

    def __init_subclass__(cls, *, sids: str = "", **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        for member in _arguments(cls, Collection):
            cls._member = member
        if sids:
            cls._prefixes = tuple(sids.split())

    def __call__(self, sid: str) -> R:
        """The one with this SID, or with what stands in its place in the address.

        Raises:
            InvalidArgument: The value is empty or no text, or the SID of something else.
        """
        name = segment(sid)
        self._check_kind(sid)
        return cast("R", self._member(self._session, self._api, f"{self._path}/{name}"))

    def _check_kind(self, sid: str) -> None:
        if self._prefixes:
            check_kind(sid, self._prefixes, type(self).__name__)


class Instance(Resource, Generic[M]):
    """One of a kind: `M` is what its record is. An endpoint that returns an `M` returns that."""

    __slots__ = ()
    _record_reader: Reader[Any]

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        for model in _arguments(cls, Instance):
            cls._record_reader = record_reader(model)


class Fetchable(Instance[M]):
    """One of a kind that can be read."""

    __slots__ = ()

    async def fetch(self) -> M:
        """The resource as it is now."""
        return await self._session.send(self._request("GET", cast("Reader[M]", self._record_reader)))


class Deletable(Resource):
    """One of a kind that can be deleted."""

    __slots__ = ()

    async def delete(self) -> None:
        """Delete the resource for good.

        Where an answer got lost and the repetition finds nothing, it is deleted: no error.
        """
        await self._session.send(self._request("DELETE", NOTHING))
