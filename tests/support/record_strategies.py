"""Generated records of Twilio's, and how the API writes one record as JSON and as XML."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from xml.sax.saxutils import escape, quoteattr

import attrs
import orjson
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from twilio_async import (
    Feedback,
    FeedbackOutcome,
    LegacySmsMessage,
    Media,
    Message,
    MessageDirection,
    MessageStatus,
    Model,
    SmsMessage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Record: TypeAlias = dict[str, Any]

ACCOUNT_SID = "AC" + "0a" * 16
_BASE = f"/2010-04-01/Accounts/{ACCOUNT_SID}"
_SPECIAL = ["&", "<", ">", "]]>", '"', "'", "&amp;", "<![CDATA[", "\n", "\t", " ", "😀", "\U0010fffd", "é"]
_CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[*map(chr, {*range(32)} - {9, 10}), "\ufffe", "\uffff"],
)


@attrs.frozen
class Kind:
    """A class of records: the element it has in XML, its key in lists, and how to generate some."""

    model: type[Model]
    element: str
    key: str
    list_element: str
    records: SearchStrategy[Record]

    @property
    def required(self) -> frozenset[str]:
        """The fields that no record lacks."""
        fields = attrs.fields(self.model)
        return frozenset(field.name for field in fields if field.default is attrs.NOTHING)


def texts() -> SearchStrategy[str]:
    """Text that XML 1.0 can hold, with what is special to XML and JSON in it often."""
    return st.lists(st.sampled_from(_SPECIAL) | st.text(_CHARACTERS, max_size=8), max_size=8).map("".join)


def _written_texts() -> SearchStrategy[str]:
    """Text of at least one character: XML cannot tell an empty one from none."""
    return texts().filter(bool)


def sids(prefix: str) -> SearchStrategy[str]:
    return st.integers(0, 2**128 - 1).map(lambda number: f"{prefix}{number:032x}")


def moments() -> SearchStrategy[datetime]:
    """Aware whole seconds with any offset."""
    offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=offsets | st.just(UTC)).map(  # noqa: DTZ001 - the bounds of hypothesis are naive
        lambda moment: moment.replace(microsecond=0)
    )


def rfc2822() -> SearchStrategy[str]:
    return moments().map(format_datetime)


def _numbers() -> SearchStrategy[str]:
    return st.integers(0, 9_999_999).map(lambda number: f"+1555{number:07}")


def _prices() -> SearchStrategy[str]:
    return st.decimals(-9, 0, places=5).map(lambda price: format(price, "f"))


def _maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def _words(known: type[MessageStatus | MessageDirection | FeedbackOutcome]) -> SearchStrategy[str]:
    return st.sampled_from([member.value for member in known]) | st.just("tomorrow's-word")


_COMMON: dict[str, SearchStrategy[Any]] = {
    "account_sid": sids("AC"),
    "date_created": rfc2822(),
    "date_updated": rfc2822(),
}
_TEXT: dict[str, SearchStrategy[Any]] = {
    **_COMMON,
    "sid": sids("SM"),
    "date_sent": _maybe(rfc2822()),
    "from": _maybe(_numbers()),
    "to": _maybe(_numbers()),
    "body": _maybe(_written_texts()),
    "status": _words(MessageStatus),
}
_MESSAGE = {
    **_TEXT,
    "direction": _words(MessageDirection),
    "messaging_service_sid": _maybe(sids("MG")),
    "num_segments": st.integers(0, 10).map(str),
    "num_media": st.integers(0, 10).map(str),
    "price": _maybe(_prices()),
    "price_unit": st.just("USD"),
    "error_code": _maybe(st.integers(10_000, 99_999)),
    "error_message": _maybe(_written_texts()),
    "api_version": st.just("2010-04-01"),
    "uri": sids("SM").map(lambda sid: f"{_BASE}/Messages/{sid}.json"),
    "subresource_uris": sids("SM").map(lambda sid: {"media": f"{_BASE}/Messages/{sid}/Media.json"}),
}
_SMS = {
    **_TEXT,
    "direction": _words(MessageDirection),
    "price": _maybe(_prices()),
    "api_version": st.just("2010-04-01"),
    "uri": sids("SM").map(lambda sid: f"{_BASE}/SMS/Messages/{sid}.json"),
}
_MEDIA = {
    **_COMMON,
    "sid": sids("ME"),
    "parent_sid": sids("MM"),
    "content_type": st.sampled_from(["image/png", "text/vcard"]),
    "uri": sids("ME").map(lambda sid: f"{_BASE}/Messages/MM1/Media/{sid}.json"),
}
_FEEDBACK = {
    **_COMMON,
    "message_sid": sids("SM"),
    "outcome": _words(FeedbackOutcome),
    "uri": sids("SM").map(lambda sid: f"{_BASE}/Messages/{sid}/Feedback.json"),
}
MESSAGES = Kind(Message, "Message", "messages", "Messages", st.fixed_dictionaries(_MESSAGE))
SMS = Kind(SmsMessage, "SMSMessage", "sms_messages", "SMSMessages", st.fixed_dictionaries(_SMS))
LEGACY = Kind(
    LegacySmsMessage,
    "SMSMessage",
    "sms_messages",
    "SMSMessages",
    st.fixed_dictionaries({**_TEXT, "flags": st.integers(0, 7).map(str)}),
)
MEDIA = Kind(Media, "Media", "media_list", "MediaList", st.fixed_dictionaries(_MEDIA))
FEEDBACK = Kind(Feedback, "Feedback", "feedback", "Feedback", st.fixed_dictionaries(_FEEDBACK))
KINDS = (MESSAGES, SMS, LEGACY, MEDIA, FEEDBACK)


@st.composite
def kinds_and_records(draw: st.DrawFn) -> tuple[Kind, Record]:
    kind = draw(st.sampled_from(KINDS))
    return kind, draw(kind.records)


def json_of(record: Record) -> bytes:
    return orjson.dumps(record)


def json_list(kind: Kind, records: Sequence[Record], envelope: Mapping[str, Any]) -> bytes:
    return orjson.dumps({**envelope, kind.key: list(records)})


def xml_of(kind: Kind, record: Record, *, cdata: bool = False) -> bytes:
    return _document(_element(kind.element, record, cdata=cdata))


def xml_list(kind: Kind, records: Sequence[Record], envelope: Mapping[str, Any]) -> bytes:
    attributes = "".join(
        f" {name.replace('_', '')}={quoteattr('' if value is None else str(value))}"
        for name, value in envelope.items()
    )
    items = "".join(_element(kind.element, record, cdata=False) for record in records)
    return _document(f"<{kind.list_element}{attributes}>{items}</{kind.list_element}>")


def _document(inner: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>{inner}</TwilioResponse>".encode()


def _element(name: str, value: Any, *, cdata: bool) -> str:
    if value is None or value == "":
        return f"<{name}/>"
    if isinstance(value, dict):
        fields = cast("Record", value)
        inner = "".join(
            _element("".join(map(str.capitalize, key.split("_"))), field, cdata=cdata)
            for key, field in fields.items()
        )
    else:
        inner = str(value).removesuffix(".json") if name in {"Uri", "Media"} else str(value)
        inner = f"<![CDATA[{inner}]]>" if cdata and "]]>" not in inner else escape(inner)
    return f"<{name}>{inner}</{name}>"
