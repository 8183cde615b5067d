"""One record, or one page, in JSON and in the XML of either generation: equal models."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, strategies as st

from tests.support.clients import RECORD
from tests.support.pages import FORMS, page_body, record_body
from tests.support.record_strategies import (
    FEEDBACK,
    LEGACY,
    MESSAGES,
    RECORD_KINDS,
    Record,
    RecordKind,
    kinds_and_records,
    moments,
    texts,
)
from twilio_async.core.codec.answers import structure, structure_list
from twilio_async.core.codec.tree import parse

if TYPE_CHECKING:
    from datetime import datetime

LISTED = [kind for kind in RECORD_KINDS if kind is not FEEDBACK]
ENVELOPE: dict[str, Any] = {
    "page": 0,
    "page_size": 50,
    "next_page_uri": "/2010-04-01/Accounts/AC1/Messages?PageSize=50&Page=1&PageToken=PASM1",
    "previous_page_uri": None,
}


def read(kind: RecordKind, body: bytes) -> Any:
    return structure(kind.model, parse(body), "record")


@given(kinds_and_records(), st.booleans())
def test_a_record_in_every_form_is_one_model(drawn: tuple[RecordKind, Record], cdata: bool) -> None:
    kind, record = drawn
    from_json, *from_xml = [read(kind, record_body(form, kind.name, record, cdata=cdata)) for form in FORMS]

    assert from_xml == [from_json] * 2
    assert from_json.extra == {}


@given(texts())
@example(" both ends blank ")
@example("   ")
@example("a ]]> b <![CDATA[ c &amp; d")
@example("😀\U0010fffd\t\n")
def test_a_body_arrives_as_it_was_written(body: str) -> None:
    record = RECORD | {"body": body}
    written = [
        record_body(form, "message", record, cdata=cdata) for form in FORMS[1:] for cdata in (False, True)
    ]

    assert read(MESSAGES, record_body("json", "message", record)).body == body
    assert [read(MESSAGES, one).body for one in written] == [body or None] * 4


@given(st.data(), st.sampled_from(LISTED))
def test_a_page_in_every_form_is_one_list(data: st.DataObject, kind: RecordKind) -> None:
    records = data.draw(st.lists(kind.records, max_size=4))
    trees = [parse(page_body(form, kind.key, records, **ENVELOPE)) for form in FORMS]
    in_json, *in_xml = [structure_list(kind.model, tree, kind.key) for tree in trees]
    of_json, *of_xml = [{name: str(tree[name]) for name in ENVELOPE} for tree in trees]

    assert in_xml == [in_json] * 2
    assert of_xml == [of_json] * 2


@given(moments(), st.sampled_from([MESSAGES, LEGACY]))
def test_dates_become_utc_whatever_their_offset(moment: datetime, kind: RecordKind) -> None:
    wire = moment.strftime("%a, %d %b %Y %H:%M:%S %z")
    record = RECORD | {"date_sent": wire}
    for body in (record_body(form, kind.name, record) for form in FORMS):
        sent = read(kind, body).date_sent

        assert sent == moment == parsedate_to_datetime(wire)
        assert sent.utcoffset().total_seconds() == 0


def test_elements_without_content_are_nothing() -> None:
    fields = b"<Sid>SM1</Sid><Status>sent</Status><Body></Body><To/>"
    message = read(MESSAGES, b"<TwilioResponse><Message>%b</Message></TwilioResponse>" % fields)

    assert (message.body, message.to, message.price, message.extra) == (None, None, None, {})
