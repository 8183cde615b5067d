"""One record, or one page, in JSON and in XML: equal models."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, strategies as st

from tests.support.clients import RECORD
from tests.support.record_strategies import (
    FEEDBACK,
    KINDS,
    LEGACY,
    MESSAGES,
    Kind,
    Record,
    json_list,
    json_of,
    kinds_and_records,
    moments,
    texts,
    xml_list,
    xml_of,
)
from twilio_async.core.codec import parse, structure, structure_list

if TYPE_CHECKING:
    from datetime import datetime

LISTED = [kind for kind in KINDS if kind is not FEEDBACK]
ENVELOPE: dict[str, Any] = {
    "page": 0,
    "page_size": 50,
    "next_page_uri": "/2010-04-01/Accounts/AC1/Messages?PageSize=50&Page=1&PageToken=PASM1",
    "previous_page_uri": None,
}


def read(kind: Kind, body: bytes) -> Any:
    return structure(kind.model, parse(body), "record")


@given(kinds_and_records(), st.booleans())
def test_a_record_in_both_forms_is_one_model(drawn: tuple[Kind, Record], cdata: bool) -> None:
    kind, record = drawn
    from_json = read(kind, json_of(record))

    assert from_json == read(kind, xml_of(kind, record, cdata=cdata))
    assert from_json.extra == {}


@given(texts())
@example(" both ends blank ")
@example("   ")
@example("a ]]> b <![CDATA[ c &amp; d")
@example("😀\U0010fffd\t\n")
def test_a_body_arrives_as_it_was_written(body: str) -> None:
    record = RECORD | {"body": body}
    written = xml_of(MESSAGES, record), xml_of(MESSAGES, record, cdata=True)

    assert read(MESSAGES, json_of(record)).body == body
    assert [read(MESSAGES, one).body for one in written] == [body or None] * 2


@given(st.data(), st.sampled_from(LISTED))
def test_a_page_in_both_forms_is_one_list(data: st.DataObject, kind: Kind) -> None:
    records = data.draw(st.lists(kind.records, max_size=4))
    json_tree = parse(json_list(kind, records, ENVELOPE))
    xml_tree = parse(xml_list(kind, records, ENVELOPE))

    assert structure_list(kind.model, json_tree, kind.key) == structure_list(kind.model, xml_tree, kind.key)
    assert {name: str(value) for name, value in json_tree.items() if name in ENVELOPE} == {
        name: str(value) for name, value in xml_tree.items() if name in ENVELOPE
    }


@given(moments(), st.sampled_from([MESSAGES, LEGACY]))
def test_dates_become_utc_whatever_their_offset(moment: datetime, kind: Kind) -> None:
    wire = moment.strftime("%a, %d %b %Y %H:%M:%S %z")
    record = RECORD | {"date_sent": wire}
    for body in (json_of(record), xml_of(kind, record)):
        sent = read(kind, body).date_sent

        assert sent == moment == parsedate_to_datetime(wire)
        assert sent.utcoffset().total_seconds() == 0


def test_elements_without_content_are_nothing() -> None:
    fields = b"<Sid>SM1</Sid><Status>sent</Status><Body></Body><To/>"
    message = read(MESSAGES, b"<TwilioResponse><Message>%b</Message></TwilioResponse>" % fields)

    assert (message.body, message.to, message.price, message.extra) == (None, None, None, {})
