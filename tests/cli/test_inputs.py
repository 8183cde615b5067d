"""Texts from stdin and from files."""

from pathlib import Path

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, told
from .processes import shown

SEND = ("send", "--to", "+15558675310", "--from", "+15550100000")
MEDIA = ["https://example.com/1.png", "https://example.com/2.png"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a text and a list in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "body.txt").write_text("Zoë 👋\n\nBye\n", encoding="utf-8")
    (tmp_path / "media.txt").write_text("\n".join(["", *MEDIA, "  "]), encoding="utf-8")
    (tmp_path / "sound.wav").write_bytes(b"\xff\xfe")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("Hi\n", "Hi\n"),
        ("-", "From stdin\nand on"),
        ("@body.txt", "Zoë 👋\n\nBye"),
        ("@@everyone", "@everyone"),
        ("a@b", "a@b"),
        ("--", "--"),
    ],
)
def test_bodies(given: str, sent: str, account: Emulator, invoke: Invoke) -> None:
    assert invoke(*SEND, f"--body={given}", stdin="From stdin\nand on\r\n").exit_code == 0
    assert dict(account.requests[-1].form)["Body"] == sent


def test_a_body_is_typed_into_a_terminal(
    account: Emulator, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.chdir(pytestconfig.rootpath)
    status, screen = shown(80, *SEND, "--body", "-", stdin="Hi\nthere\n\x04")

    assert status == 0
    assert "Reading from the terminal; Ctrl-D ends it." in screen
    assert dict(account.requests[-1].form)["Body"] == "Hi\nthere"


@pytest.mark.parametrize(
    "given", [["@media.txt"], ["-"], MEDIA, [MEDIA[0], "@second.txt"]], ids=["file", "stdin", "each", "both"]
)
def test_lists_of_media(given: list[str], folder: Path, account: Emulator, invoke: Invoke) -> None:
    (folder / "second.txt").write_text(f"{MEDIA[1]}\n", encoding="utf-8")
    options = [part for each in given for part in ("--media-url", each)]

    assert invoke(*SEND, *options, stdin="\n".join(MEDIA)).exit_code == 0
    assert [value for name, value in account.requests[-1].form_pairs if name == "MediaUrl"] == MEDIA


def test_a_medium_that_begins_with_an_at(account: Emulator, invoke: Invoke) -> None:
    invoke(*SEND, "--media-url", "@@x", "--media-url", MEDIA[0])

    assert [value for name, value in account.requests[-1].form_pairs if name == "MediaUrl"] == [
        "@x",
        MEDIA[0],
    ]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--body", "@missing.txt"), "--body: '@missing.txt' cannot be read: No such file or directory"),
        (("--body", "@"), "cannot be read"),
        (("--body", "@sound.wav"), "'@sound.wav' holds no text in UTF-8"),
        (("--body", "\udcff"), "holds no text in UTF-8"),
        (("--body", "-"), "give a text"),
        (("--media-url", "@empty.txt"), "give a text, or --media-url"),
        (("--body", "-", "--media-url", "-"), "stdin can be given once"),
    ],
)
def test_what_cannot_be_read_sends_nothing(
    options: tuple[str, ...], complaint: str, folder: Path, account: Emulator, invoke: Invoke
) -> None:
    (folder / "empty.txt").write_text("\n", encoding="utf-8")
    result = invoke(*SEND, *options, stdin="")

    assert result.exit_code == 2
    assert complaint in told(result)
    assert not account.requests
