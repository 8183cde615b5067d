"""Messages that are to be sent: what Twilio is asked for, and what bulk sending has to know of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import msgspec
from attrs import field, frozen

from twilio_async import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

_encode = msgspec.json.Encoder(enc_hook=str).encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _fixed(value: str | Iterable[str] | None) -> str | tuple[str, ...] | None:
    """One text or several as a value that does not change; whatever else is given is refused later."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(value)
    return value


def _variables(value: str | Mapping[str, str] | None) -> str | None:
    """A template's values as the JSON text that Twilio takes, the same for equal mappings."""
    if value is None or isinstance(value, str):
        return value
    try:
        return _sorted(dict(value))
    except (TypeError, ValueError) as error:
        raise InvalidArgument(f"content_variables must be a mapping of texts: {error}") from None


@frozen(kw_only=True, repr=False)
class OutboundMessage:
    """A message that is to be sent. What cannot be right is refused here, before anything is sent.

    The parameters of `client.messages.create` mean here what they mean there; a `send_at` brings its
    `schedule_type`. Recipient, sender and content are not in its repr.

    Args:
        to: The recipient: a number in E.164 form, or an address of a channel (`whatsapp:+1...`).
        from_: The sender; this or `messaging_service_sid` is needed.
        body: The text; this, `media_url` or `content_sid` is needed.
        key: Your own name for the message, unique among those of a campaign.
        not_before: The first instant at which it may leave; an aware datetime.
        not_after: The last one; after it the message is skipped as expired.

    Raises:
        InvalidArgument: Recipient, sender or content is missing or malformed; the text says what to give.

    Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
    """

    to: str
    from_: str | None = None
    messaging_service_sid: str | None = None
    body: str | None = None
    media_url: str | tuple[str, ...] | None = field(default=None, converter=_fixed)
    content_sid: str | None = None
    content_variables: str | None = field(default=None, converter=_variables)
    send_at: datetime | None = None
    status_callback: str | None = None
    application_sid: str | None = None
    fallback_from: str | None = None
    max_price: Decimal | None = None
    provide_feedback: bool | None = None
    validity_period: int | None = None
    content_retention: Literal["retain", "discard"] | None = None
    address_retention: Literal["retain", "obfuscate"] | None = None
    smart_encoded: bool | None = None
    persistent_action: str | tuple[str, ...] | None = field(default=None, converter=_fixed)
    traffic_type: Literal["free"] | None = None
    shorten_urls: bool | None = None
    send_as_mms: bool | None = None
    risk_check: Literal["enable", "disable"] | None = None
    key: str | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None

    def __attrs_post_init__(self) -> None:
        if not (self.from_ or self.messaging_service_sid):
            raise InvalidArgument("a message needs a sender: give from_ or messaging_service_sid")
        if not (self.body or self.media_url or self.content_sid):
            raise InvalidArgument("a message needs a content: give body, media_url or content_sid")
        texts = _texts(self)
        for value in texts:  # Without their names, which few of them need.
            if value is not None and not (isinstance(value, str) and value.isascii()):
                _check_texts(texts)
                break
        if not (self.to and self.to.strip()):
            raise InvalidArgument(
                "a message needs a recipient: give to, a number in E.164 form or an address of a channel"
            )
        if (others := _others(self)) != _NONE:
            _check_others(others)
        if self.max_price is not None and not _is_price(self.max_price):
            raise InvalidArgument("max_price must be a Decimal, such as Decimal('0.05')")
        if self.send_at or self.not_before or self.not_after:
            self._check_instants()

    def _check_instants(self) -> None:
        for name in sorted(_INSTANTS):
            value: object = getattr(self, name)
            if value is not None and (not isinstance(value, datetime) or value.utcoffset() is None):
                raise InvalidArgument(f"{name} must be an aware datetime, such as datetime.now(UTC)")
        if self.send_at is not None and self.messaging_service_sid is None:
            raise InvalidArgument("send_at needs a messaging service: give messaging_service_sid")
        if self.not_before is not None and self.not_after is not None and self.not_before > self.not_after:
            raise InvalidArgument("not_before is later than not_after, so the message could never leave")

    def __repr__(self) -> str:
        shown = ((name, value) for name in _FIELDS if (value := getattr(self, name)) is not None)
        return f"OutboundMessage({', '.join(f'{name}={_shown(name, value)}' for name, value in shown)})"

    @property
    def sender(self) -> str:
        """Who it comes from: a number or address, or else the messaging service that picks one."""
        return self.from_ or self.messaging_service_sid or ""

    def parameters(self) -> dict[str, Any]:
        """The arguments of `client.messages.create` for it, without those that were not given."""
        given = {
            name: value
            for name, value in zip(_PARAMETERS, _parameters(self), strict=True)
            if value is not None
        }
        if self.send_at is not None:
            given["schedule_type"] = "fixed"
        return given

    def digest(self) -> str:
        """The mark that messages share which are equal in recipient, sender and content: 32 hex digits."""
        return blake2b(_encode(_identity(self)), digest_size=16).hexdigest()

    def to_json(self) -> str:
        """The message as text, for `from_json`."""
        stored = _Stored(*_fields(self))
        if self.send_at or self.not_before or self.not_after:
            for name in _INSTANTS:
                moment = getattr(self, name)  # As text, with the seconds that an offset may have.
                setattr(stored, name, moment and moment.isoformat())
        return _encode(stored).decode()

    @classmethod
    def from_json(cls, text: str) -> OutboundMessage:
        """The message that `to_json` wrote.

        Raises:
            InvalidArgument: The text is something else.
        """
        try:
            given = _decode(text)
            for name in _INSTANTS & given.keys():
                given[name] = datetime.fromisoformat(given[name])
            if "max_price" in given:
                given["max_price"] = Decimal(given["max_price"])
            return cls(**given)
        except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
            raise InvalidArgument(f"this is no text of an OutboundMessage: {type(error).__name__}") from None


_FIELDS: Final = tuple(OutboundMessage.__annotations__)
_fields = attrgetter(*_FIELDS)
_Stored: Any = msgspec.defstruct("_Stored", [(name, Any, None) for name in _FIELDS], omit_defaults=True)
"""A message as it is stored: without what was not given."""
_OWN: Final = frozenset({"key", "not_before", "not_after"})
"""The fields that are not Twilio's."""
_PARAMETERS: Final = tuple(name for name in _FIELDS if name not in _OWN)
_parameters = attrgetter(*_PARAMETERS)
_INSTANTS: Final = frozenset({"send_at", "not_before", "not_after"})
_TEXTS: Final = ("to", "from_", "messaging_service_sid", "body", "content_sid", "key")
_texts = attrgetter(*_TEXTS)
_OTHERS: Final = (
    "media_url",
    "content_variables",
    "status_callback",
    "application_sid",
    "fallback_from",
    "persistent_action",
)
"""The other fields with free text, which few messages have."""
_others = attrgetter(*_OTHERS)
_NONE: Final = (None,) * len(_OTHERS)
_identity = attrgetter(
    "to", "from_", "messaging_service_sid", "body", "media_url", "content_sid", "content_variables"
)
_SHOWN: Final = frozenset(_FIELDS) - {
    "to",
    "from_",
    "fallback_from",
    "body",
    "media_url",
    "content_variables",
    "status_callback",
    "persistent_action",
}
"""The fields that may stand in a log."""


def _shown(name: str, value: object) -> str:
    return repr(value) if name in _SHOWN else "..."


def _is_price(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_finite()


def _check_texts(values: Iterable[object]) -> None:
    for name, value in zip(_TEXTS, values, strict=True):
        if value is not None:
            _check_text(name, value)


def _check_others(values: Iterable[object]) -> None:
    for name, value in zip(_OTHERS, values, strict=True):
        texts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        for text in () if value is None else texts:
            _check_text(name, text)


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise InvalidArgument(f"{name} must be a text, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(f"{name} holds half of a surrogate pair, which cannot be sent") from None
