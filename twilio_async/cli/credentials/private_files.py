"""Files that only their owner may read, replaced in one step.

Whoever is killed while it writes, or finds the disk full, leaves the file that was there before. Of two who
change a file at the same time, one waits for the other, where the system has locks of folders.
"""

import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from twilio_async.cli.errors import CommandError, reason
from twilio_async.cli.files import replace_file
from twilio_async.cli.terminal.notices import notices

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OWN = stat.S_IRWXU
_WRITERS = stat.S_IWGRP | stat.S_IWOTH
_IS_POSIX = os.name == "posix"


def read_private(path: Path) -> bytes | None:
    """The content of a file that nobody else may read; None where there is no file.

    Raises:
        CommandError: It cannot be read, is no file, or is open to others.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise CommandError(f"{path} is no file: move it away")
        folder = stat.S_IMODE(path.parent.stat().st_mode)
        if _IS_POSIX and folder & _WRITERS:
            raise CommandError(
                f"others can change the folder {path.parent} (mode {folder:04o}): chmod 700 it, and look at "
                f"{path.name} in it"
            )
        if _IS_POSIX and about.st_mode & _OTHERS:
            mode = stat.S_IMODE(about.st_mode)
            raise CommandError(
                f"{path} is open to others (mode {mode:04o}): chmod 600 it, and change the secrets in it if "
                "somebody may have read them"
            )
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {reason(error)}") from error


def write_private(path: Path, content: bytes) -> None:
    """Replace a file by one with this content, of mode 0600 from its first byte; a link stays one.

    Raises:
        CommandError: It cannot be written; what was there is still there.
    """
    replace_file(path, content, mode=0o600)


@contextmanager
def locked(folder: Path) -> Generator[None, None, None]:
    """Make a private folder where there is none, and be the only one who changes what is in it.

    Raises:
        CommandError: It cannot be made or read.
    """
    try:
        folder.mkdir(mode=_OWN, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY) if _IS_POSIX else None
        if descriptor is not None:
            _close_to_others(folder, descriptor)
    except OSError as error:
        raise CommandError(f"the folder {folder} cannot be used: {reason(error)}") from error
    if descriptor is None:
        yield
        return
    try:
        _wait_for_lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _close_to_others(folder: Path, descriptor: int) -> None:
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & _OTHERS:
        os.fchmod(descriptor, _OWN)
        notices.say(f"The folder {folder} was open to others (mode {mode:04o}); now it is yours alone")


def _wait_for_lock(descriptor: int) -> None:
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError), notices.blocking("another login to end"):  # Some file systems have no locks.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
