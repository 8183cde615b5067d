"""The base of all events, and how one is made of the parameters of a request."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast, get_origin

import attrs
from multidict import MultiDict, MultiDictProxy, MultiMapping

from twilio_async.core.codec.fields import fields_of
from twilio_async.core.codec.models import Model
from twilio_async.core.codec.names import snake_case
from twilio_async.core.codec.records import MISFITS, value_maker
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.webhooks.queries import pairs_of_query

if TYPE_CHECKING:
    from twilio_async.webhooks.queries import Pairs

E = TypeVar("E", bound="WebhookEvent")
BESIDE = ("_pairs", "_query", "_idempotency_token")
"""The fields of every event that are no parameters."""

_DIGITS = "0123456789"
_DIGITS_OF_A_NUMBER = 4


@attrs.define(kw_only=True)
class WebhookEvent(Model):
    """What Twilio tells by a request; a kind that this version does not know is a plain one of these.

    A field is None where the request has nothing for it. Statuses are texts, since Twilio may add one
    tomorrow, and equal the members of the enumerations: `event.message_status == MessageStatus.DELIVERED`.
    What a class does not know is in `extra`, under Twilio's names.

    Attributes:
        account_sid: The account (AC...).
        api_version: The generation of the API.
    """

    _pairs: Any = attrs.field(default=(), eq=False, repr=False)
    _query: Any = attrs.field(default="", eq=False, repr=False)
    _idempotency_token: Any = attrs.field(default=None, eq=False, repr=False)
    account_sid: str | None = None
    api_version: str | None = None

    @property
    def params(self) -> MultiMapping[str]:
        """All parameters as they came, those of the address behind those of the form.

        `params.getall(name)` has each value of a name.
        """
        params = MultiDict[str](self._pairs)
        params.extend(pairs_of_query(self._query) if isinstance(self._query, str) else self._query)
        return MultiDictProxy(params)

    @property
    def idempotency_token(self) -> str | None:
        """A text that stays the same when Twilio repeats the request."""
        return cast("str | None", self._idempotency_token)

    @property
    def deduplication_key(self) -> str | None:
        """A text that requests have in common which tell the same; None where that cannot be told."""
        return self._key() or self.idempotency_token

    def to_dict(self, *, native: bool = False) -> dict[str, Any]:
        """The fields in snake_case, ready for JSON: dates in ISO 8601.

        Args:
            native: Leave dates what they are in the event: datetimes.
        """
        fields = super(WebhookEvent, self).to_dict(native=native)  # noqa: UP008 - attrs makes the class anew
        return {name: value for name, value in fields.items() if name not in BESIDE}

    def _key(self) -> str | None:
        """The key by what the event tells; None where it tells too little."""
        return None


def made_of(
    event: type[E],
    pairs: "Pairs",
    query: "Pairs | str",
    idempotency_token: str | None,
    **more: Any,
) -> E:
    """An event of this class, whose required parameters are there; of each name, the first value counts.

    `MediaUrl0`, `MediaUrl1` and so on are one list. What does not fit its field, or has none, is kept as it
    came.

    Args:
        event: The class.
        pairs: The parameters that it is read from.
        query: Those that are only kept with them, or the query that has them.
        idempotency_token: The header of that name.
        **more: Fields that are no parameters.
    """
    readers, lists = _fields(cast("Any", event))
    fields: dict[str, Any] = {
        "pairs": pairs,
        "query": query,
        "idempotency_token": idempotency_token,
        **more,
    }
    extra: dict[str, str] = {}
    numbered: dict[str, dict[int, str]] = {}
    for name, value in pairs:
        reader = readers.get(name) or _reader_of(name, readers)
        if reader is None:
            _put_aside(name, value, lists, numbered, extra)
        elif reader.field not in fields:
            try:
                fields[reader.field] = value if reader.read is str else reader.read(value)
            except MISFITS:
                fields[reader.field] = None
                extra[name] = value
    for field, items in numbered.items():
        fields[field] = [items[number] for number in sorted(items)]
    fields["extra"] = extra or None
    return event(**fields)


def _put_aside(
    name: str,
    value: str,
    lists: dict[str, str],
    numbered: dict[str, dict[int, str]],
    extra: dict[str, str],
) -> None:
    """Put an item of a list with its like, and whatever is not known to what is not."""
    key = _snake_case(name)
    base = key.rstrip(_DIGITS)
    number = key[len(base) :]
    if base in lists and 0 < len(number) <= _DIGITS_OF_A_NUMBER:
        numbered.setdefault(lists[base], {}).setdefault(int(number), value)
    else:
        extra.setdefault(name, value)


def _snake_case(name: str) -> str:
    try:
        return snake_case(name)
    except Unreadable:
        return name  # No field is called like that.


class Reader(NamedTuple):
    """The reader of a parameter into a field."""

    field: str
    read: Callable[[Any], Any]


class _Fields(NamedTuple):
    """The fields of an event.

    Attributes:
        readers: The readers of its parameters, by their keys, and by Twilio's names once those have come.
        lists: The names of its lists, by what one item is called.
    """

    readers: dict[str, Reader]
    lists: dict[str, str]


@cache
def _fields(event: Any) -> _Fields:
    fields = [field for field in fields_of(event) if field.name not in BESIDE]
    lists = {field.key.removesuffix("s"): field.name for field in fields if get_origin(field.kind) is list}
    readers = {
        field.key: Reader(field.name, str if field.kind is str else value_maker(field.kind, required=False))
        for field in fields
        if field.name not in lists.values()
    }
    return _Fields(readers, lists)


def reader_of(event: Any, name: str) -> Reader | None:
    """The reader of a parameter of an event; None where the name is no field of its own."""
    readers = _fields(event).readers
    return readers.get(name) or _reader_of(name, readers)


def _reader_of(name: str, readers: dict[str, Reader]) -> Reader | None:
    """The reader of a parameter whose name has not come before, or is not known."""
    reader = readers.get(_snake_case(name))
    if reader is not None:
        readers[name] = reader  # There are few such names: each is one of the keys but for its capitals.
    return reader
