"""XML pages have a fast way: whatever stands in them, it gives what the parser gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from tests.data.mutations import damaged
from tests.data.records import LEGACY, MESSAGES, SMS, Kind, xml_list
from twilio_async.codec import Unreadable, parse

FRAME = '<TwilioResponse><Messages page="0" nextpageuri="">{}</Messages></TwilioResponse>'
PIECES = [
    "<Sid>SM1</Sid>",
    "<Sid></Sid>",
    "<Sid/>",
    "<Sid />",
    "<Body> b </Body>",
    "<Body>&amp;&#33;</Body>",
    "<Body><![CDATA[</Message>]]></Body>",
    "<Body><!-- </Message> --></Body>",
    "<Body a='b'>c</Body>",
    "<Body>a<b/>c</Body>",
    "<Body>é😀</Body>",
    "<Unknown></Unknown>",
    "<SubresourceUris><Media>/2010-04-01/M</Media></SubresourceUris>",
    "<SubresourceUris><Media/><Media>m</Media></SubresourceUris>",
    "<SubresourceUris> </SubresourceUris>",
    "<SubresourceUris><A><B/></A></SubresourceUris>",
    "<SubresourceUris>text<Media>m</Media></SubresourceUris>",
    "<Message><Sid>SM2</Sid></Message>",
    "<Permissions><Permission>get-all</Permission></Permissions>",
    "<Permissions>\n<Permission>get-all</Permission><Permission/></Permissions>",
    "<Permissions><Permission>get-all</Permission><Other>x</Other></Permissions>",
    "<IceServers><IceServer><Url>u</Url></IceServer></IceServers>",
    "<Uri>/2010-04-01/Accounts/AC1/Messages/SM1</Uri>",
    "text",
    "\n  ",
    "<!-- comment -->",
    "<?target data?>",
    "]]>",
    "\x01",
    "\u2028",
]


def outcome(body: bytes) -> Any:
    try:
        return parse(body)
    except Unreadable:
        return Unreadable


def by_parser(body: bytes) -> Any:
    """What becomes of the page when a comment ahead of it bars the fast way."""
    return outcome(body.replace(b"<TwilioResponse", b"<!-- --><TwilioResponse", 1))


@settings(max_examples=400)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), min_size=1, max_size=4))
@example(["<Sid></Sid>"])
@example(["<Body>]]></Body>"])
@example(["<Body>\x01</Body>"])
@example(["<Body>\ufffe</Body>"])
def test_records_of_any_shape_are_read_as_the_parser_reads_them(records: list[str]) -> None:
    body = FRAME.format("".join(f"<Message>{record}</Message>" for record in records)).encode()
    assert outcome(body) == by_parser(body)


def test_an_element_named_for_several_is_a_list() -> None:
    permissions = "<Permissions><Permission>get-all</Permission><Permission/></Permissions>"
    servers = "<IceServers><IceServer><Url>stun:x</Url></IceServer></IceServers>"
    others = "<Others><Another>x</Another></Others><Nones></Nones>"
    tree = parse(f"<TwilioResponse><App>{permissions}{servers}{others}</App></TwilioResponse>".encode())

    assert tree == {
        "permissions": ["get-all", None],
        "ice_servers": [{"url": "stun:x"}],
        "others": {"another": "x"},
        "nones": None,
    }


@settings(max_examples=60)
@given(st.data(), st.sampled_from([MESSAGES, SMS, LEGACY]))
def test_a_damaged_page_is_read_as_the_parser_reads_it(data: st.DataObject, kind: Kind) -> None:
    records = data.draw(st.lists(kind.records, min_size=1, max_size=3))
    body = data.draw(damaged(xml_list(kind, records, {"page": 0, "next_page_uri": None})))
    assert outcome(body) == by_parser(body)


@pytest.mark.parametrize(
    "between", ["\n    ", "<!-- <Message><Sid>SM9</Sid></Message> -->", "<?p?>", "text", "<Other/>", "&amp;"]
)
@pytest.mark.parametrize("content", ["<Sid>SM1</Sid>", "<Sid>SM1</Sid><Body>a &lt; b</Body>"])
def test_what_stands_between_records_changes_nothing(between: str, content: str) -> None:
    record = f"<Message>{content}</Message>"
    body = FRAME.format(record + between + record + between).encode()
    assert outcome(body) == by_parser(body)


@pytest.mark.parametrize("at", range(3))
def test_a_document_type_in_a_record_is_refused(at: int) -> None:
    records = ["<Message><Sid>SM1</Sid></Message>"] * 3
    records[at] = "<!DOCTYPE r [<!ENTITY e 'x'>]><Message><Sid>&e;</Sid></Message>"
    assert outcome(FRAME.format("".join(records)).encode()) is Unreadable
