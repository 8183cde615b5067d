"""Files that are replaced in one step: who is killed while it writes leaves what was there before."""

import os
from contextlib import suppress
from pathlib import Path

from twilio_async.cli.errors import CommandError, reason


def replace_file(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Replace a file by one with this content; a link stays one.

    Args:
        path: The file, which need not be there.
        content: Its bytes.
        mode: Who may read and write it, from its first byte on, less what the umask takes.

    Raises:
        CommandError: It cannot be written; what was there is still there.
    """
    target = path.resolve()
    draft = target.with_name(f"{target.name}.new")
    try:
        with suppress(FileNotFoundError):
            draft.unlink()  # Of a process that was killed.
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync(target.parent)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {reason(error)}") from error


def _sync(folder: Path) -> None:
    """Make sure that a new name in the folder outlives a loss of power."""
    if os.name == "posix":
        with suppress(OSError):  # Some file systems do not, or it cannot be read; the file itself is safe.
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
