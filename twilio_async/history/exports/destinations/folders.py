"""Folders: where an export keeps its files, on a disk; each appears whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from twilio_async.history.errors import ExportError, unwritable
from twilio_async.history.exports import manifest

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Collection, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

_LOCK = ".lock"
_DRAFT = ".draft"
"""The end of the names of files that are being written."""


class Folder:
    """A folder on a disk."""

    is_exclusive = True

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """Be the only process that writes into the folder, which is made where there is none.

        Raises:
            ExportError: Another one is at it, or it cannot be written to.
        """
        if self._path.exists() and not self._path.is_dir():
            raise ExportError(f"{self._path} is a file: name a folder")
        with _told(self._path):
            self._path.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._path / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(lock, self._path)
            yield
        finally:
            os.close(lock)

    def opened(self) -> AbstractContextManager[None]:
        """Nothing: a folder can be read as it is."""
        return nullcontext()

    def read_manifest(self) -> bytes | None:
        """The manifest; None where there is none."""
        path = self._path / manifest.NAME
        with _told(path), suppress(FileNotFoundError, NotADirectoryError):
            return path.read_bytes()
        return None

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one step, which outlives a loss of power."""
        with _told(self._path):
            draft = self.draft(manifest.NAME)
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self.publish(draft, manifest.NAME)

    def fetched(self, name: str) -> AbstractContextManager[Path]:
        """A file, where there may be none."""
        return nullcontext(self._path / name)

    def draft(self, name: str) -> Path:
        """Where a file may be written until it is whole."""
        return self._path / f"{name}{_DRAFT}"

    def publish(self, draft: Path, name: str) -> None:
        """Let a whole file appear under its name, in the place of one that is there."""
        with _told(self._path):
            draft.replace(self._path / name)
            _sync(self._path)

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        """The names of files that match."""
        with _told(self._path):
            return [entry.name for entry in os.scandir(self._path) if pattern.fullmatch(entry.name)]

    def remove_strays(self, pattern: re.Pattern[str], known: Collection[str]) -> None:
        """Remove what a run that was killed left: drafts, and files with such names that are not known."""
        drafts = re.compile(f"(?:{pattern.pattern}|{re.escape(manifest.NAME)}){re.escape(_DRAFT)}")
        strays = [name for name in self.names(pattern) if name not in known]
        with _told(self._path):
            for name in [*strays, *self.names(drafts)]:
                (self._path / name).unlink()


@contextmanager
def _told(path: Path) -> Generator[None, None, None]:
    """Tell what a disk refuses as what it means for an export."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        raise ExportError(f"another export is writing into {path}: wait for its end, or end it") from None
    except OSError:
        return  # Some file systems have no locks.


def _sync(folder: Path) -> None:
    """Make sure that a new name outlives a loss of power."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
