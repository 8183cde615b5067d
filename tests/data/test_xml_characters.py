"""One character that XML cannot hold costs no more than itself: U+FFFD stands for it."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.clients import MESSAGE, client_for
from tests.support.server import answer
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from tests.support.server import ScriptedServer

SAMPLES = Path(__file__).parent.parent / "samples"
BROKEN = [
    b"&#x1F;",
    b"&#31;",
    b"&#0;",
    b"&#x000;",
    b"&#55357;",
    b"&#xDE00;",
    b"&#xFFFE;",
    b"&#65535;",
    b"&#x110000;",
    b"&#99999999999999999999;",
    b"\x00",
    b"\x1f",
    b"\x0b",
    "\ufffe".encode(),
    "\uffff".encode(),
    b"\xff",
    b"\xc3",
    b"\xf0\x9f\x98",
]
WHOLE = {
    b"&#xD83D;&#xDE00;": "😀",
    b"&#55357;&#56832;": "😀",
    b"&#xDE00;&#xD83D;": "\ufffd\ufffd",
    b"&#xD83D;&#xD83D;&#xDE00;": "\ufffd😀",
    b"&#x1F600;&#00000000000000000065;": "😀A",
    b"&#38;#1;": "&#1;",
    b"\x7f\xc2\x85": "\x7f\x85",
    b"a\r\nb\rc&#13;\n\t": "a\nb\nc\r\n\t",
}


def page(*bodies: bytes, page: bytes = b"0") -> bytes:
    records = b"".join(b"<Message><Body>%b</Body><Sid>SM1</Sid></Message>" % body for body in bodies)
    return b'<TwilioResponse><Messages page="%b">%b</Messages></TwilioResponse>' % (page, records)


@pytest.mark.parametrize("broken", BROKEN)
def test_it_stands_for_what_is_broken(broken: bytes) -> None:
    record = b"<TwilioResponse><Message><Body>a%bb</Body><Sid>SM1</Sid></Message></TwilioResponse>" % broken
    assert parse(record) == {"body": "a\ufffdb", "sid": "SM1"}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("at", range(3))
def test_it_costs_no_record_of_a_page(broken: bytes, at: int) -> None:
    bodies, read = [b"&lt; \xc3\xa9"] * 3, ["< é"] * 3
    bodies[at], read[at] = b"a%bb" % broken, "a\ufffdb"

    assert [record["body"] for record in parse(page(*bodies))["messages"]] == read


@pytest.mark.parametrize("broken", BROKEN)
def test_it_costs_no_attribute(broken: bytes) -> None:
    assert parse(page(b"x", page=b"a%bb" % broken))["page"] == "a\ufffdb"


@pytest.mark.parametrize("text", WHOLE)
@pytest.mark.parametrize("other", [b"x", b"\x00", b"&#1;"])
def test_what_is_no_broken_character_is_read_beside_one_as_ever(text: bytes, other: bytes) -> None:
    (record, _) = parse(page(text, other))["messages"]
    assert record["body"] == WHOLE[text]


@pytest.mark.parametrize("other", [b"", b"\x00", b"&#1;"])
def test_what_looks_like_a_reference_in_cdata_is_none(other: bytes) -> None:
    (record, _) = parse(page(b"<![CDATA[&#1;&#60;]]>", other))["messages"]
    assert record["body"] == "&#1;&#60;"


@pytest.mark.parametrize("wrong", [b"&nbsp;", b"&", b"&#x;", b"]]>", b"<", b"</Sid>", b"&#1", b"&#X1F;"])
@pytest.mark.parametrize("other", [b"x", b"\x00", b"&#1;"])
def test_a_document_that_is_wrong_in_more_than_characters_is_refused(wrong: bytes, other: bytes) -> None:
    for bodies in ([wrong, other], [other, wrong], [b"x", wrong, other]):
        with pytest.raises(Unreadable, match="no XML"):
            parse(page(*bodies))


def test_no_reference_becomes_markup() -> None:
    (record,) = parse(page(b"\x00&#60;/Body&#x3E;&#38;lt;&#x22;"))["messages"]
    assert record["body"] == '\ufffd</Body>&lt;"'


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='UTF-16'?>\n"])
def test_a_byte_order_mark_tells_the_encoding(mark: bytes, declaration: str) -> None:
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    document = declaration + page("é😀".encode()).decode()

    assert parse(mark + document.encode(encoding)) == parse(page("é😀".encode()))


async def test_a_message_with_a_broken_character_is_read(server: ScriptedServer) -> None:
    whole = (SAMPLES / "message.xml").read_bytes()
    server.play(answer(200, whole), answer(200, whole.replace("😀".encode(), b"&#xD83D;")))
    async with client_for(server.url, format="xml") as client:
        message, broken = [await client.messages(MESSAGE).fetch() for _ in range(2)]

    assert message.body is not None
    assert broken.body == message.body.replace("😀", "\ufffd")
    assert broken.sid == message.sid
