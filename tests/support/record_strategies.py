"""Hypothesis strategies of Twilio's records, by kind, and of the texts and moments in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any, TypeAlias

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.support.clients import ACCOUNT
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

Record: TypeAlias = dict[str, Any]

_BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
_SPECIAL = ["&", "<", ">", "]]>", '"', "'", "&amp;", "<![CDATA[", "\n", "\t", " ", "😀", "\U0010fffd", "é"]
_CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[*map(chr, {*range(32)} - {9, 10}), "\ufffe", "\uffff"],
)


@attrs.frozen
class RecordKind:
    """A kind of records: its model, its name, its key in lists, and how to generate some."""

    model: type[Model]
    name: str
    key: str
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
MESSAGES = RecordKind(Message, "message", "messages", st.fixed_dictionaries(_MESSAGE))
SMS = RecordKind(SmsMessage, "sms_message", "sms_messages", st.fixed_dictionaries(_SMS))
LEGACY = RecordKind(
    LegacySmsMessage,
    "sms_message",
    "sms_messages",
    st.fixed_dictionaries({**_TEXT, "flags": st.integers(0, 7).map(str)}),
)
MEDIA = RecordKind(Media, "media", "media_list", st.fixed_dictionaries(_MEDIA))
FEEDBACK = RecordKind(Feedback, "feedback", "feedback", st.fixed_dictionaries(_FEEDBACK))
RECORD_KINDS = (MESSAGES, SMS, LEGACY, MEDIA, FEEDBACK)


@st.composite
def kinds_and_records(draw: st.DrawFn) -> tuple[RecordKind, Record]:
    kind = draw(st.sampled_from(RECORD_KINDS))
    return kind, draw(kind.records)
