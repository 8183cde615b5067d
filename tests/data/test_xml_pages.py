"""XML pages have a fast way: whatever stands in them, it gives what the parser gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from tests.support.damage import damaged
from tests.support.pages import Form, page_body
from tests.support.record_strategies import LEGACY, MESSAGES, SMS, RecordKind
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

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
    "<!-- <A>b</A> --><Body a='b'/>",
    "<?target data?>",
    "]]>",
    "\x01",
    "\u2028",
]


TEXTS = [
    "",
    " ",
    "text",
    "é",
    "\u2028😀",
    "&amp;&lt;b&gt;&quot;&apos;",
    "&amp;lt;",
    "&#38;lt;&#x1F600;&#13;",
    "&#xD83D;&#xDE00;&#xD83D;",
    "&#1;&#x110000;",
    "&nbsp;",
    "&",
    "a\tb\r\nc\rd",
    "[a] ]] >",
    "]]>",
    "\x01\x7f\x85",
    "\ufffe\uffff",
    "/2010-04-01/A",
    "/2010-04-01/A?b=c",
    "https://example.com/2010-04-01/A",
]
FIELDS = ["Sid", "Body", "ErrorCode", "Uri", "SMS", "Value2"]
INNER = ["Media", "Uri", "Feedback"]
EDITS = [
    ("<Sid>", "<sid>"),
    ("</Sid>", "</sid>"),
    ("</Sid>", ""),
    ("</Sid>", "</Sid"),
    ("</Sid>", "</Sid >"),
    ("<Sid>", "<Sid a='b'>"),
    ("<Sid>", "<Sid>1</Sid><Sid>"),
    ("<Sid>", "<Sid><!-- c -->"),
    ("<Sid>", "<Sid><![CDATA[</Sid>]]>"),
    ("<Sid>", "<Sid><?p?>"),
    ("<Sid>", "<Sid>&e;"),
    ("<Sid>", "<SubresourceUris/><Sid>"),
    ("<Sid>", "text<Sid>"),
    ("<Message>", "<Message a='b'>"),
    ("<Message>", "<Message><Message/>"),
    ("<Message>", "<Message><!-- </Message> -->"),
    ("<Message>", "<Message/><Message>"),
    ("<Message>", "text<Message>"),
    ("<Message>", "&nbsp;<Message>"),
    ("<Message>", "]]><Message>"),
    ("<Message>", "<Other/><Message>"),
    ("<Message>", "<!DOCTYPE a><Message>"),
    ("</Message>", ""),
    ("</Message>", "</message>"),
    ("</Message>", "<Unknown><Deep><Deeper/></Deep></Unknown></Message>"),
    ("</Message>", "<Permissions><Permission>a</Permission></Permissions></Message>"),
    ("</Messages>", ""),
    ("</Messages>", "</Messages><Messages/>"),
    ("</TwilioResponse>", ""),
    ("</TwilioResponse>", "</TwilioResponse>text"),
    ("</TwilioResponse>", "</TwilioResponse><TwilioResponse/>"),
    ("</TwilioResponse>", "</TwilioResponse><!-- c --> "),
    ('page="0"', 'page="0" page="1"'),
    ('page="0"', "page='&#1;'"),
    ('page="0"', 'page="<"'),
]
"""What a page may have instead of something else."""


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Pages of records of one shape, in any layout, with any texts."""
    gap = draw(st.sampled_from(["", "\n  ", "\r\n\t"]))
    fields = draw(st.permutations(FIELDS))[: draw(st.integers(1, len(FIELDS)))]
    inner = draw(st.lists(st.sampled_from(INNER), max_size=3, unique=True))
    texts = st.sampled_from(draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4)))

    def element(name: str) -> str:
        text = draw(texts)
        return f"{gap}<{name}>{text}</{name}>" if text or draw(st.booleans()) else f"{gap}<{name}/>"

    def record() -> str:
        uris = "".join(map(element, inner))
        objects = f"{gap}<SubresourceUris>{uris}{gap}</SubresourceUris>" if inner else ""
        return f"{gap}<Message>{''.join(map(element, fields))}{objects}{gap}</Message>"

    records = "".join(record() for _ in range(draw(st.integers(1, 4))))
    return (
        f'{gap}<TwilioResponse>{gap}<Messages page="0">{records}{gap}</Messages>{gap}</TwilioResponse>{gap}'
    )


@st.composite
def edited(draw: st.DrawFn, page: str) -> str:
    """`page` with a few edits, each at one of the places where it can be made."""
    for old, new in draw(st.lists(st.sampled_from(EDITS), max_size=2)):
        parts = page.split(old)
        if len(parts) > 1:
            cut = draw(st.integers(1, len(parts) - 1))
            page = f"{old.join(parts[:cut])}{new}{old.join(parts[cut:])}"
    return page


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


@settings(max_examples=400)
@given(pages().flatmap(edited))
def test_records_of_one_shape_are_read_as_the_parser_reads_them(page: str) -> None:
    assert outcome(page.encode()) == by_parser(page.encode())


@settings(max_examples=200)
@given(pages().map(str.encode).flatmap(damaged))
def test_damaged_records_of_one_shape_are_read_as_the_parser_reads_them(body: bytes) -> None:
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
def test_a_damaged_page_is_read_as_the_parser_reads_it(data: st.DataObject, kind: RecordKind) -> None:
    records = data.draw(st.lists(kind.records, min_size=1, max_size=3))
    form: Form = data.draw(st.sampled_from(["xml", "2008"]))
    body = data.draw(damaged(page_body(form, kind.key, records, page=0, next_page_uri=None)))
    assert outcome(body) == by_parser(body)


@pytest.mark.parametrize(
    "between",
    [
        "\n    ",
        "<!-- <Message><Sid>SM9</Sid></Message> -->",
        "<?p?>",
        "text",
        "<Other/>",
        "&amp;",
        "&nbsp;",
        "&#1;",
        "]]>",
        "\x01",
    ],
)
@pytest.mark.parametrize("content", ["<Sid>SM1</Sid>", "<Sid>SM1</Sid><Body>a &lt; b</Body>"])
def test_what_stands_between_records_changes_nothing(between: str, content: str) -> None:
    record = f"<Message>{content}</Message>"
    body = FRAME.format(record + between + record + between).encode()
    assert outcome(body) == by_parser(body)


def test_an_error_is_a_tree_whatever_its_status() -> None:
    error = (
        "<RestException><Status>404</Status><Message>Not found</Message><Code>20404</Code></RestException>"
    )
    assert parse(f"<TwilioResponse>{error}</TwilioResponse>".encode()) == {
        "status": "404",
        "message": "Not found",
        "code": "20404",
    }


@pytest.mark.parametrize("at", range(3))
def test_a_document_type_in_a_record_is_refused(at: int) -> None:
    records = ["<Message><Sid>SM1</Sid></Message>"] * 3
    records[at] = "<!DOCTYPE r [<!ENTITY e 'x'>]><Message><Sid>&e;</Sid></Message>"
    assert outcome(FRAME.format("".join(records)).encode()) is Unreadable
