"""Hostile XML and outsized bodies are refused, nothing of them is resolved, and memory stays bounded."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.support.clients import MESSAGE, client_for
from tests.support.server import ScriptedServer, answer
from twilio_async import DecodeError, Message, Retry, TwilioError
from twilio_async.core.codec.answers import structure
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "the content of a file"
MILLION = 1_000_000
SLACK = 4 * MILLION
MEASURED = f'''
import sys
from pathlib import Path
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable
def peak():
    """The most memory that this process had, in bytes; getrusage counts that of its parent."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) * 1024

def document(record):
    return b"<TwilioResponse><M>" + record + b"</M></TwilioResponse>"

def page(record):
    return b"<TwilioResponse><Ms page='0'><M>".replace(b"'", b'"') + record + b"</M></Ms></TwilioResponse>"

body = {{
    "nested elements": lambda: b"<TwilioResponse>" + b"<a>" * 40_000,
    "nested and closed": lambda: document(b"<a>" * 40_000 + b"</a>" * 40_000),
    "many elements": lambda: document(b"<a/>" * {MILLION}),
    "long text": lambda: document(b"<Body>" + b"x" * 11 * {MILLION} + b"</Body>"),
    "long text on a page": lambda: page(b"<Body/></M><M><Body>" + b"x" * 11 * {MILLION} + b"</Body>"),
    "long attribute": lambda: document(b"<Body a='" + b"x" * 11 * {MILLION} + b"'/>"),
    "long name": lambda: document(b"<" + b"x" * 10 * {MILLION} + b"/>"),
    "long names": lambda: document(b"".join(b"<%b%04d/>" % (b"x" * 40_000, n) for n in range(250))),
    "long blank": lambda: b" " * 10 * {MILLION} + document(b"<a/>"),
    "long comment": lambda: b"<!--" + b"- " * 5 * {MILLION} + b"-->" + document(b"<a/>"),
    "long texts": lambda: document((b"<a>" + b"x" * 9 * {MILLION} + b"</a>") * 2),
    "broken characters": lambda: document(b"<a>" + b"&#1;" * 2 * {MILLION} + b"</a>"),
    "wide record": lambda: page(b"<a>b</a>" * 40_000),
    "wide object": lambda: page(b"<o>" + b"<a/>" * 40_000 + b"</o>"),
    "nested record": lambda: page(b"<a>" * 40_000 + b"</a>" * 40_000),
    "open record": lambda: page(b"<a>" * 3 * {MILLION}),
    "nested json": lambda: b"[" * 10 * {MILLION},
}}[sys.argv[1]]()
parse(document(b"<Sid/>"))
parse(page(b"<Sid>SM1</Sid>"))
before = peak()
try:
    parse(body)
    outcome = "read"
except Unreadable:
    outcome = "unreadable"
print(outcome, peak() - before, len(body))
'''


def document(doctype: str, body: str = "&secret;") -> str:
    return f"{doctype}<TwilioResponse><Message><Body>{body}</Body></Message></TwilioResponse>"


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
DOCTYPES = {
    "internal entity": "<!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "external entity": "<!DOCTYPE r [<!ENTITY secret SYSTEM 'FOLDER/secret.txt'>]>",
    "parameter entity": "<!DOCTYPE r [<!ENTITY % p SYSTEM 'FOLDER/outside.dtd'> %p;]>",
    "external subset": "<!DOCTYPE r SYSTEM 'FOLDER/outside.dtd'>",
    "public subset": "<!DOCTYPE r PUBLIC '-//x' 'FOLDER/outside.dtd'>",
    "billion laughs": f"<!DOCTYPE r [<!ENTITY l0 'ha'>{LAUGHS}<!ENTITY secret '&l9;'>]>",
    "an empty one": "<!DOCTYPE r>",
    "of HTML": "<!doctype html>",
    "in lines": "\n<!DOCTYPE\r\n\tr\n[\n<!ENTITY\nsecret\n'resolved'>\n]\n>\n",
    "in capitals and not": "<!DocType r [<!ENTITY secret 'resolved'>]>",
    "after one in a comment": "<!-- <!DOCTYPE r> --><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "after one in an instruction": "<?p <!DOCTYPE r> ?><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "after a comment in a comment": "<!-- <!-- --><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "after dashes": "<!-- -- ---><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "in an instruction that is none": "<?<!DOCTYPE r [<!ENTITY secret 'resolved'>]>?>",
    "after a null": "<!\x00DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "with a space": "<! DOCTYPE r [<!ENTITY secret 'resolved'>]>",
    "after the declaration": "<?xml version='1.0'?>\n<!-- x --><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
}
"""Document types; FOLDER is where the files are that they name."""


def hostile(case: str, folder: Path) -> str:
    """A document whose body would be the secret."""
    return document(DOCTYPES[case].replace("FOLDER", folder.as_uri()))


ATTRIBUTES = [
    'a{}="1"',
    "a{}='>'",
    "a{}='\"'",
    'a{}\n=\r\n\t"/>"',
    "a{}='&lt;!--'",
    "xmlns:a{}='urn:x'",
    "é{}=''",
    "a.-{}='--> ]]> ?>'",
]
"""Ways to write an attribute of some number."""
PLACES = [
    "<TwilioResponse><Ms {}><M><Sid>SM1</Sid></M></Ms></TwilioResponse>",
    "<TwilioResponse><Ms\n{}\n><M><Sid>SM1</Sid></M></Ms></TwilioResponse>",
    "<TwilioResponse {}><Ms page='0'><M><Sid>SM1</Sid></M></Ms></TwilioResponse>",
    '<TwilioResponse><Ms page="0"><M {}><Sid>SM1</Sid></M></Ms></TwilioResponse>',
    '<TwilioResponse><Ms page="0"><M><Sid>SM1</Sid></M><M><Sid {}/></M></Ms></TwilioResponse>',
    "<TwilioResponse><M><Sid {}>SM1</Sid></M></TwilioResponse>",
    "<TwilioResponse><!-- \" --><M><Sid>'</Sid><Body {} ></Body></M></TwilioResponse>",
]
"""Documents with room for attributes."""


def many(unit: str, count: int) -> str:
    return " ".join(unit.format(number) for number in range(count))


def crowded(place: str, attribute: str, count: int) -> bytes:
    return place.replace("{}", many(attribute, count)).encode()


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def numbered(unit: str) -> Callable[[int], str]:
    return lambda size: "".join(unit.format(number) for number in range(size // len(unit)))


PLACES_OF_CONTENT = [
    "<TwilioResponse><M>{}</M></TwilioResponse>",
    "<TwilioResponse><M><Body>\x01{}</Body></M></TwilioResponse>",
    '<TwilioResponse><Ms page="0"><M><Sid>SM1</Sid></M>{}</Ms></TwilioResponse>',
    '<TwilioResponse><Ms page="0"><M><Sid>{}</Sid></M></Ms></TwilioResponse>',
]
GROWING: dict[str, Callable[[int], str]] = {
    "attributes": lambda size: f"<a {many(ATTRIBUTES[0], size // 10)}/>",
    "namespaces": lambda size: f"<a {many(ATTRIBUTES[5], size // 20)}/>",
    "elements with attributes": repeated(f"<a {many(ATTRIBUTES[0], 60)}/>"),
    "namespaces of elements": numbered("<a xmlns='urn:{}'/>"),
    "undeclared namespaces": repeated("<x:a/>"),
    "elements": repeated("<a/>"),
    "names": numbered("<aB{}/>"),
    "records": repeated("<M><Sid>SM1</Sid></M>"),
    "records of another shape": repeated("<M><Sid/><Body/></M>"),
    "records with broken characters": repeated("<M><Sid>&#1;\x01</Sid></M>"),
    "records that do not end": repeated("<M><Sid>SM1</Sid>"),
    "tags that do not end": repeated("<a b='"),
    "list": lambda size: f"<As>{'<A/>' * (size // 4)}</As>",
    "comments": repeated("a<!-- b -->"),
    "comments that do not end": repeated("<!-- "),
    "dashes": lambda size: f"<!--{'- ' * (size // 2)}-->",
    "instructions": repeated("a<?b c?>"),
    "instructions that do not end": repeated("<?b "),
    "CDATA": repeated("a<![CDATA[b]]>"),
    "CDATA that does not end": repeated("<![CDATA["),
    "brackets": repeated("]"),
    "spaces": repeated(" "),
    "lines": repeated("\r\n"),
    "references": repeated("&amp;"),
    "broken references": repeated("&#xD83D;"),
    "unknown references": repeated("&a;"),
    "long references": lambda size: f"&#{'0' * size}1;",
    "broken characters": repeated("é\x01"),
    "document types": repeated("<!DOCTYPE a>"),
}
"""What may be of any size."""


def processor_time(body: bytes) -> float:
    """The seconds that reading it takes, the least of a few attempts."""
    times: list[float] = []
    for _ in range(3):
        started = time.process_time()
        with suppress(Unreadable):
            parse(body)
        times.append(time.process_time() - started)
    return min(times)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "outside.dtd").write_text("<!ENTITY secret 'resolved'>")
    return tmp_path


@pytest.mark.parametrize("case", DOCTYPES)
def test_a_document_type_is_refused(case: str, folder: Path) -> None:
    with pytest.raises(Unreadable):
        parse(hostile(case, folder).encode())


@pytest.mark.parametrize(
    "place", ["<TwilioResponse>{}<M/></TwilioResponse>", "<TwilioResponse><M/></TwilioResponse>{}"]
)
@pytest.mark.parametrize("case", DOCTYPES)
def test_a_document_type_is_refused_behind_the_root_too(place: str, case: str) -> None:
    with pytest.raises(Unreadable):
        parse(place.replace("{}", DOCTYPES[case]).encode())


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<Body><![CDATA[<!DOCTYPE r [<!ENTITY e 'x'>]>]]></Body>", "<!DOCTYPE r [<!ENTITY e 'x'>]>"),
        ("<Body>&lt;!DOCTYPE html&gt; &lt;!ENTITY</Body>", "<!DOCTYPE html> <!ENTITY"),
        ("<Body>a<!-- <!DOCTYPE r [<!ENTITY e 'x'>]> -->b</Body>", "ab"),
        ("<Body>a<?p <!DOCTYPE r [<!ENTITY e 'x'>]> ?>b</Body>", "ab"),
        ("<Body>DOCTYPE ENTITY</Body>", "DOCTYPE ENTITY"),
    ],
)
@pytest.mark.parametrize("before", ["", "<!-- <!DOCTYPE r> -->", "<?p <!ENTITY?>\n<!-- - -> <!DOCTYPE -->"])
def test_words_of_a_document_type_are_words_elsewhere(content: str, body: str, before: str) -> None:
    tree = parse(f"{before}<TwilioResponse><Message>{content}</Message></TwilioResponse>".encode())
    assert tree == {"body": body}


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"]
)
@pytest.mark.parametrize("declared", [True, False])
def test_no_encoding_hides_a_document_type(encoding: str, declared: bool, folder: Path) -> None:
    declaration = f"<?xml version='1.0' encoding='{encoding}'?>" if declared else ""
    text = declaration + hostile("external entity", folder)
    with pytest.raises(Unreadable):
        parse(text.encode(encoding))


def test_an_undeclared_entity_is_refused() -> None:
    with pytest.raises(Unreadable):
        parse(document("").encode())


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<Body xmlns='urn:x'>text</Body>", None),
        ("<x:Body xmlns:x='urn:x'>text</x:Body>", None),
        ("<Body>a<!-- b -->c<?d e?>f</Body>", "acf"),
        ("<Body>&#x26;&lt;&#60;</Body>", "&<<"),
        ("<Body><![CDATA[<Sid>SM1</Sid>]]></Body>", "<Sid>SM1</Sid>"),
        ("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/hostname' parse='text'/>", None),
        ("<Body>first</Body><Body>last</Body>", "last"),
    ],
)
def test_tricks_with_names_and_nodes_change_nothing(content: str, body: str | None) -> None:
    record = f"<Sid>SM1</Sid><Status>sent</Status>{content}"
    tree = parse(f"<TwilioResponse><Message>{record}</Message></TwilioResponse>".encode())
    assert structure(Message, tree, "Message").body == body


@pytest.mark.parametrize(
    "document",
    [
        "<TwilioResponse/>",
        "<TwilioResponse>text</TwilioResponse>",
        "<TwilioResponse><A/><B/></TwilioResponse>",
        "<TwilioResponse><A></TwilioResponse>",
        "<",
        "<!--",
        "<?xml version='1.0'?>",
    ],
)
def test_a_document_of_another_shape_is_refused(document: str) -> None:
    with pytest.raises(Unreadable):
        parse(document.encode())


@pytest.mark.parametrize(
    ("document", "root"),
    [
        ("<html><body><p>Sign in</p></body></html>", "html"),
        ("<html><body>Sign in<br></body></html>", "html"),
        ("<?xml version='1.0'?>\n<Response><Message>Hi</Message></Response>", "Response"),
        ("<!-- TwilioResponse --><R><TwilioResponse><A/></TwilioResponse></R>", "R"),
        ("<twilioresponse><Message/></twilioresponse>", "twilioresponse"),
        ("<TwilioResponses><Message/></TwilioResponses>", "TwilioResponses"),
        ("<x:TwilioResponse xmlns:x='urn:x'><Message/></x:TwilioResponse>", "x:TwilioResponse"),
        ("<TwilioResponse xmlns='urn:x'><Message/></TwilioResponse>", "{urn:x}TwilioResponse"),
        ("<Antwört/>", "Antwört"),
        (f"<{'x' * 1000}/>", "x" * 64),
    ],
)
def test_a_document_with_another_root_is_refused_by_its_name(document: str, root: str) -> None:
    with pytest.raises(Unreadable, match=f"its root is <{re.escape(root)}>"):
        parse(document.encode())


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("place", PLACES)
def test_attributes_are_counted_before_they_are_parsed(attribute: str, place: str) -> None:
    with pytest.raises(Unreadable, match="more than 64 attributes"):
        parse(crowded(place, attribute, 65))
    assert parse(crowded(place, attribute, 60))


@pytest.mark.parametrize("aside", ["<!--{}-->", "<?target {}?>", "<![CDATA[{}]]>"])
def test_what_is_no_element_has_no_attributes(aside: str) -> None:
    text = f"<a {many(ATTRIBUTES[0], 1000)}>"
    body = f"<Body>a{aside.format(text)}b</Body>"
    tree = parse(f"<TwilioResponse><Message>{body}</Message></TwilioResponse>".encode())
    assert tree == {"body": f"a{text}b" if "CDATA" in aside else "ab"}


@pytest.mark.parametrize(
    "before",
    ["<!-- <![CDATA[ -->", "<?p <!-- ?>", "<![CDATA[ <!-- ]]>", "<![CDATA[ <? ]]>", "<!-- -- <? -->"],
)
def test_nothing_before_an_element_hides_its_attributes(before: str) -> None:
    element = f"{before}<a {many(ATTRIBUTES[0], 65)}/>"
    with pytest.raises(Unreadable):
        parse(f"<TwilioResponse><M>{element}</M></TwilioResponse>".encode())


@pytest.mark.parametrize("body", GROWING)
@pytest.mark.parametrize("place", ["{}", *PLACES_OF_CONTENT])
def test_reading_takes_no_more_than_linear_time(body: str, place: str) -> None:
    """Eight times the size takes eight times as long; what is quadratic takes 64 times."""
    small, large = (place.replace("{}", GROWING[body](size)).encode() for size in (20_000, 160_000))
    assert processor_time(large) < 24 * max(processor_time(small), 0.001)


@pytest.mark.parametrize("depth", [33, 100, 250])
def test_what_is_nested_beyond_any_record_is_refused(depth: int) -> None:
    nested = "<a>" * depth + "<b/>" + "</a>" * depth
    with pytest.raises(Unreadable, match="nested"):
        parse(f"<TwilioResponse><M>{nested}</M></TwilioResponse>".encode())
    with pytest.raises(Unreadable, match="nested"):
        parse(f'<TwilioResponse><Ms page="0"><M>{nested}</M></Ms></TwilioResponse>'.encode())


def test_what_is_nested_as_no_record_yet_is_read() -> None:
    nested = "<a>" * 30 + "<b/>" + "</a>" * 30
    assert parse(f"<TwilioResponse><M>{nested}</M></TwilioResponse>".encode())


@pytest.mark.parametrize(
    "case",
    [
        "nested elements",
        "nested and closed",
        "many elements",
        "long text",
        "long text on a page",
        "long attribute",
        "long name",
        "long names",
        "long blank",
        "long comment",
        "long texts",
        "nested record",
        "open record",
        "nested json",
    ],
)
def test_outsized_bodies_are_refused_in_bounded_memory(case: str) -> None:
    outcome, growth, size = measured(case)

    assert outcome == "unreadable"
    assert growth < 4 * size + SLACK


def test_broken_characters_are_repaired_in_bounded_memory() -> None:
    outcome, growth, size = measured("broken characters")

    assert outcome == "unreadable"
    assert growth < 8 * size + SLACK


@pytest.mark.parametrize("case", ["wide record", "wide object"])
def test_records_of_very_many_fields_take_bounded_memory(case: str) -> None:
    _, growth, size = measured(case)

    assert growth < 60 * size + SLACK  # A dict, and the parser's own tree, of very small fields.


def measured(case: str) -> tuple[str, int, int]:
    """What became of the body in a process of its own, the bytes that it grew by, and the body's size."""
    child = subprocess.run(
        [sys.executable, "-c", MEASURED, case], capture_output=True, text=True, check=True, timeout=60
    )
    outcome, growth, size = child.stdout.split()
    return outcome, int(growth), int(size)


@pytest.mark.parametrize("case", ["external entity", "external subset", "billion laughs"])
async def test_the_client_refuses_hostile_answers(case: str, folder: Path, server: ScriptedServer) -> None:
    server.always(answer(200, hostile(case, folder).encode(), Content_Type="application/xml"))
    async with client_for(server.url, retry=Retry(attempts=1), format="xml") as client:
        with pytest.raises(DecodeError) as caught:
            await client.messages(MESSAGE).fetch()

    assert "document type" in str(caught.value)
    assert SECRET not in str(caught.value)


async def test_the_client_refuses_a_crowd_of_attributes(server: ScriptedServer) -> None:
    server.always(answer(200, crowded(PLACES[0], ATTRIBUTES[0], 60_000), Content_Type="application/xml"))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(DecodeError, match="attributes"):
            await client.v2008.sms.messages.list(limit=5)


async def test_a_hostile_refusal_is_still_a_refusal(folder: Path, server: ScriptedServer) -> None:
    server.always(answer(400, hostile("external entity", folder).encode()))
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError) as caught:
            await client.messages(MESSAGE).fetch()

    assert "HTTP 400" in str(caught.value)
