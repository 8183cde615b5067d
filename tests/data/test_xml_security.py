"""Hostile XML and outsized bodies are refused, nothing of them is resolved, and memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.clients import MESSAGE, client_for
from tests.support.server import ScriptedServer, answer
from twilio_async import DecodeError, Message, Retry, TwilioError
from twilio_async.codec import Unreadable, parse, structure

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "the content of a file"
MILLION = 1_000_000
SLACK = 4 * MILLION
MEASURED = f'''
import sys
from pathlib import Path
from twilio_async.codec import Unreadable, parse
def peak():
    """The most memory that this process had, in bytes; getrusage counts that of its parent."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) * 1024

def page(record):
    return b"<TwilioResponse><Ms page='0'><M>".replace(b"'", b'"') + record + b"</M></Ms></TwilioResponse>"

body = {{
    "nested elements": lambda: b"<a>" * (10 * {MILLION} // 3),
    "nested and closed": lambda: b"<a>" * {MILLION} + b"</a>" * {MILLION},
    "long text": lambda: b"<R><M><Body>" + b"x" * 11 * {MILLION} + b"</Body></M></R>",
    "long attribute": lambda: b"<R><M a='" + b"x" * 11 * {MILLION} + b"'/></R>",
    "long name": lambda: b"<R><" + b"x" * 10 * {MILLION} + b"/></R>",
    "long blank": lambda: b" " * 10 * {MILLION} + b"<R>",
    "wide record": lambda: page(b"<a>b</a>" * 40_000),
    "wide object": lambda: page(b"<o>" + b"<a/>" * 40_000 + b"</o>"),
    "nested record": lambda: page(b"<a>" * 40_000 + b"</a>" * 40_000),
    "open record": lambda: page(b"<a>" * 3 * {MILLION}),
    "nested json": lambda: b"[" * 10 * {MILLION},
}}[sys.argv[1]]()
parse(b"<R><M/></R>")
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
    "after the declaration": "<?xml version='1.0'?>\n<!-- x --><!DOCTYPE r [<!ENTITY secret 'resolved'>]>",
}
"""Document types; FOLDER is where the files are that they name."""


def hostile(case: str, folder: Path) -> str:
    """A document whose body would be the secret."""
    return document(DOCTYPES[case].replace("FOLDER", folder.as_uri()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "outside.dtd").write_text("<!ENTITY secret 'resolved'>")
    return tmp_path


@pytest.mark.parametrize("case", DOCTYPES)
def test_a_document_type_is_refused(case: str, folder: Path) -> None:
    with pytest.raises(Unreadable):
        parse(hostile(case, folder).encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"])
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


@pytest.mark.parametrize("root", ["<TwilioResponse/>", "<R><A/><B/></R>", "<R>text</R>", "<html><b/>", "<"])
def test_a_document_of_another_shape_is_refused(root: str) -> None:
    with pytest.raises(Unreadable):
        parse(root.encode())


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
        "long text",
        "long attribute",
        "long name",
        "long blank",
        "nested record",
        "open record",
        "nested json",
    ],
)
def test_outsized_bodies_are_refused_in_bounded_memory(case: str) -> None:
    outcome, growth, size = measured(case)

    assert outcome == "unreadable"
    assert growth < 4 * size + SLACK


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


async def test_a_hostile_refusal_is_still_a_refusal(folder: Path, server: ScriptedServer) -> None:
    server.always(answer(400, hostile("external entity", folder).encode()))
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError) as caught:
            await client.messages(MESSAGE).fetch()

    assert "HTTP 400" in str(caught.value)
