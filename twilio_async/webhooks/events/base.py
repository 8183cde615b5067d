"""The base of all events, and how one is made of the parameters of a request."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_origin

import attrs
from multidict import MultiDict, MultiMapping

from twilio_async.core.codec.fields import fields_of
from twilio_async.core.codec.models import Model
from twilio_async.core.codec.names import snake_case
from twilio_async.core.codec.records import record_maker
from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from twilio_async.webhooks.signatures import Pairs

E = TypeVar("E", bound="WebhookEvent")
_BESIDE = ("_params", "_idempotency_token")
_DIGITS = "0123456789"


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

    _params: Any = attrs.field(factory=MultiDict[str], eq=False, repr=False)
    _idempotency_token: Any = attrs.field(default=None, eq=False, repr=False)
    account_sid: str | None = None
    api_version: str | None = None

    @property
    def params(self) -> MultiMapping[str]:
        """All parameters as they came, those of the address behind those of the form.

        `params.getall(name)` has each value of a name.
        """
        return cast("MultiMapping[str]", self._params)

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
        return {name: value for name, value in fields.items() if name not in _BESIDE}

    def _key(self) -> str | None:
        """The key by what the event tells; None where it tells too little."""
        return None


def made_of(
    event: type[E],
    pairs: "Pairs",
    params: MultiMapping[str],
    idempotency_token: str | None,
    **more: Any,
) -> E:
    """An event of this class.

    Args:
        event: The class.
        pairs: The parameters that it is read from.
        params: All parameters.
        idempotency_token: The header of that name.
        **more: Fields that are no parameters.

    Raises:
        Unreadable: A parameter is missing that each event of the class has.
    """
    tree = _tree(event, pairs)
    tree |= {"_params": params, "_idempotency_token": idempotency_token, **more}
    made: E = record_maker(event)(tree, event.__name__)
    return made


def _tree(event: type[WebhookEvent], pairs: "Pairs") -> dict[str, Any]:
    """The values under the names of fields; of a name that stands several times, the first.

    `MediaUrl0`, `MediaUrl1` and so on are one list.
    """
    keys, lists = _fields(event)
    tree: dict[str, Any] = {}
    numbered: dict[str, dict[int, str]] = {key: {} for key in lists.values()}
    for name, value in pairs:
        key = _snake_case(name)
        if key in keys:
            tree.setdefault(key, value)
            continue
        base = key.rstrip(_DIGITS)
        if base != key and base in lists:
            numbered[lists[base]].setdefault(int(key[len(base) :]), value)
        else:
            tree.setdefault(name, value)
    return tree | {key: [values[number] for number in sorted(values)] for key, values in numbered.items()}


def _snake_case(name: str) -> str:
    try:
        return snake_case(name)
    except Unreadable:
        return name  # No field is called like that.


@cache
def _fields(event: type[WebhookEvent]) -> tuple[frozenset[str], dict[str, str]]:
    """The keys of the fields of an event, and those of its lists by what one item is called."""
    fields = [field for field in fields_of(event) if field.name not in _BESIDE]
    lists = {field.key.removesuffix("s"): field.key for field in fields if get_origin(field.kind) is list}
    return frozenset(field.key for field in fields) - {*lists.values()}, lists
