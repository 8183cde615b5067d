"""Files of recipients: their lines, as often as they are wanted, in little memory."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from attrs import frozen

from twilio_async.cli.errors import CommandError, reason
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import typing

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

STDIN = "-"
_LONGEST = 1_000_000
"""The most characters of a line."""
_HEAD = 4_096
_UTF_16 = b"\xff\xfe", b"\xfe\xff"
_ARCHIVE = b"PK\x03\x04"
_ANOTHER_ENCODING = (
    "save it as UTF-8 (a spreadsheet calls that 'CSV UTF-8'), or convert it: iconv -f {} -t UTF-8"
)


@frozen
class RecipientsFile:
    """A file that can be read again.

    Attributes:
        name: Its name, for people.
        content: Its bytes.
    """

    name: str
    content: IO[bytes]

    @property
    def is_ndjson(self) -> bool:
        """Whether it holds objects of JSON; else it is CSV."""
        self.content.seek(0)
        return self.content.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")

    def lines(self) -> Generator[str, None, None]:
        """Its lines with their ends. Bytes that are no UTF-8 stand there as surrogates."""
        self.content.seek(0)
        text = TextIOWrapper(self.content, "utf-8-sig", "surrogateescape", newline="")
        try:
            for number, line in enumerate(iter(lambda: text.readline(_LONGEST), ""), 1):
                if len(line) == _LONGEST:
                    raise CommandError(
                        f"{self.name}, line {number}: it is longer than {_LONGEST:,} characters"
                    )
                yield line
        finally:
            if not self.content.closed:
                text.detach()

    def decoded_lines(self) -> Iterator[str]:
        """Its lines with their ends.

        Raises:
            CommandError: One is not UTF-8.
        """
        for number, line in enumerate(self.lines(), 1):
            if not line.isascii():
                try:
                    line.encode()
                except UnicodeEncodeError:
                    words = _ANOTHER_ENCODING.format("WINDOWS-1252")
                    raise CommandError(f"{self.name}, line {number}: it is not UTF-8: {words}") from None
            yield line

    def check(self) -> None:
        """Refuse what is no text in UTF-8 by its first bytes.

        Raises:
            CommandError: It is none; the text says what to do.
        """
        self.content.seek(0)
        head = self.content.read(_HEAD)
        if head.startswith(_ARCHIVE):
            raise CommandError(f"{self.name} is a workbook or an archive: save it as 'CSV UTF-8'")
        if head.startswith(_UTF_16) or b"\0" in head:
            raise CommandError(f"{self.name} is not UTF-8: {_ANOTHER_ENCODING.format('UTF-16')}")
        if not head.strip():
            raise CommandError(f"{self.name} is empty: it needs a line with names of columns, and rows")


@contextmanager
def opened(path: str) -> Generator[RecipientsFile, None, None]:
    """A file of recipients; `-` is stdin. What cannot be read twice is copied to disk first."""
    with ExitStack() as stack:
        try:
            name, source = path, _stdin() if path == STDIN else stack.enter_context(Path(path).open("rb"))
            if path == STDIN or not source.seekable():
                copy = stack.enter_context(TemporaryFile())
                _copy(source, copy)
                name, source = "stdin" if path == STDIN else path, copy
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {reason(error)}") from error
        file = RecipientsFile(name, source)
        file.check()
        yield file


def _stdin() -> IO[bytes]:
    return getattr(sys.stdin, "buffer", BytesIO())


def _copy(source: IO[bytes], copy: IO[bytes]) -> None:
    if source.isatty():
        with typing():
            notices.say("Reading from the terminal; Ctrl-D ends it.")
            copyfileobj(source, copy)
    else:
        copyfileobj(source, copy)
