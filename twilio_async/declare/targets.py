"""Where a download goes: a file that is whole, or as it was before, whatever ends the download.

The bytes go to another name in the same folder, which takes the target's place at the end. They are flushed
to the disk (fsync) before that: otherwise a machine that crashes soon after could keep the name and lose the
bytes. Links are followed, and what they lead to is replaced; it keeps its permissions, and its owner where
that is allowed.

All of this blocks, so it is done in threads; and whoever is cancelled waits for the thread, since what is
still being made cannot be removed.
"""

import asyncio
import errno
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeVar

from twilio_async.errors import InvalidArgument

T = TypeVar("T")
_PERMISSIONS = 0o777
_OURS = 0o600
_USUAL = 0o666
_AS_WE_ARE = os.access in os.supports_effective_ids
_NO_FOLDER = "This is a folder: give the name of a file in it"
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


async def in_thread(
    work: Callable[..., T], *arguments: object, undo: Callable[[T], object] | None = None
) -> T:
    """The result of `work`. A cancellation, or several, waits for its end, and for that of `undo` then."""
    running = asyncio.get_running_loop().run_in_executor(None, work, *arguments)
    cancelled = None
    while not running.done():
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return running.result()
    if not running.cancelled() and running.exception() is None and undo is not None:
        await in_thread(undo, running.result())
    raise cancelled


class Part:
    """A file beside its target, whose place it is to take."""

    def __init__(self, target: str | PathLike[str]) -> None:
        """Create it.

        Raises:
            InvalidArgument: The target is a device or the like, or no name.
            OSError: There cannot be such a file, or it may not be written.
        """
        self._target, replaced = _file_at(os.fspath(target))
        self._path = self._target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            self._file = _created(self._path, replaced)
        except OSError as error:
            self._path.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(target)) from None

    def begin(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self._file.truncate()

    def write(self, chunk: bytes) -> None:
        """Write the next bytes."""
        self._file.write(chunk)

    def finish(self) -> None:
        """Bring all of it to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def replace(self) -> None:
        """Take the place of the target."""
        self._path.replace(self._target)

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _file_at(name: str) -> tuple[Path, os.stat_result | None]:
    """The regular file that is or can be at `name`, behind all links, and its status where it is there."""
    if not name:
        raise FileNotFoundError(errno.ENOENT, "A file needs a name", name)
    if name.endswith(_SEPARATORS):
        raise IsADirectoryError(errno.EISDIR, _NO_FOLDER, name)
    path = Path(name)
    try:
        status = path.stat()
    except FileNotFoundError:
        status = None
    except ValueError as error:
        raise InvalidArgument(f"{name!r} cannot be the name of a file ({error})") from None
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, _NO_FOLDER, name)
    if _is_open_file(path) or not (status is None or stat.S_ISREG(status.st_mode)):
        raise InvalidArgument(
            f"{name!r} is no regular file that could be replaced: write what open() gives to it"
        )
    target = path.resolve()
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "There is no such folder: make it first", str(target.parent))
    if status is not None and not os.access(target, os.W_OK, effective_ids=_AS_WE_ARE):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    return target, status


def _is_open_file(path: Path) -> bool:
    """Whether links lead to something that a process has open, as /dev/stdout does, wherever that is."""
    while path.is_symlink():
        folder = path.parent.resolve()
        if folder.is_relative_to("/proc"):
            return True
        path = folder / path.readlink()
    return False


def _created(path: Path, replaced: os.stat_result | None) -> BinaryIO:
    """A new file with the permissions and the owner of what it is to replace; at no time with more."""
    if replaced is None:
        path.touch(_USUAL, exist_ok=False)
        return path.open("wb")
    mode = replaced.st_mode & _PERMISSIONS
    path.touch(mode | _OURS, exist_ok=False)
    file = path.open("wb")
    made = path.stat()
    if made.st_gid != replaced.st_gid:
        with suppress(PermissionError):
            os.chown(path, -1, replaced.st_gid)
    if made.st_uid != replaced.st_uid:
        with suppress(PermissionError):
            os.chown(path, replaced.st_uid, -1)
    path.chmod(mode)
    return file
