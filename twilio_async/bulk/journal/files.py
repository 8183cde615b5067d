"""Files of SQLite journals: each is made for its owner's eyes, and one process at a time works on it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from twilio_async.bulk.errors import JournalError, JournalInUse, NoJournal

if TYPE_CHECKING:
    from pathlib import Path

_OLDEST = (3, 33)
"""The first SQLite that takes a group of rows as one parameter of an UPDATE."""


def journal_lock(path: Path, *, readonly: bool) -> sqlite3.Connection | None:
    """The lock of a SQLite journal, whose file is made for its owner's eyes where it is not there.

    A file that is there is opened by SQLite alone: whoever else in the process closes one takes from it all
    locks that SQLite has on it.

    Raises:
        JournalError: There is no such file to look at, or none can be made; or SQLite is too old.
        JournalInUse: Another process has it.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise JournalError(
            f"SQLite {sqlite3.sqlite_version} is too old for a journal: use Python with SQLite "
            f"{'.'.join(map(str, _OLDEST))} or later, or a journal in PostgreSQL"
        )
    if readonly:
        if not path.exists():
            raise NoJournal(f"there is no journal {path}")
        return None
    lock = None
    try:
        lock = _locked(path.with_name(f"{path.name}-lock"))
        _make(path)
        _check_name(path)
        if not path.stat().st_size:
            with closing(sqlite3.connect(path)) as fresh:
                fresh.execute("PRAGMA journal_mode=WAL")  # The file remembers it.
    except (OSError, sqlite3.Error, JournalError) as error:
        if lock is not None:
            lock.close()
        if getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise JournalInUse(
                f"another process works on {path}: wait for its end, or stop it by Ctrl-C or SIGTERM, which "
                "lets no further message leave; a journal in PostgreSQL is one that several may share"
            ) from None
        if isinstance(error, JournalError):
            raise
        said = error.strerror if isinstance(error, OSError) else error
        raise JournalError(f"the journal {path} cannot be opened: {said}") from None
    return lock


def _check_name(path: Path) -> None:
    if path.stat().st_nlink > 1:
        raise JournalError(
            f"the journal {path} has more than one name (hard links), by which two processes could work on "
            "it: remove the others"
        )


def _locked(path: Path) -> sqlite3.Connection:
    """A file that nobody else has until it is closed, or this process ends."""
    _make(path)
    lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


def _make(path: Path) -> None:
    """Make a file, unless it is there."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
