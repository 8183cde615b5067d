"""A PostgreSQL of one's own: a cluster in a temporary folder, on a Unix socket, that ends with its user.

A process of its own sees to that end: it waits for its standard input to be closed, which the system does
whatever the user dies of.
PostgreSQL refuses to run as root, so there it runs as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_PROGRAMS = ("initdb", "pg_ctl")
_USERS = ("postgres", "nobody")
_SETTINGS = "-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200"
_END = 'read -r _; "$1" -D "$2/data" -m immediate -w stop; rm -rf "$2"'


def programs() -> dict[str, str] | None:
    """Where PostgreSQL's programs are; None where they are not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, debian)])
    found = {name: shutil.which(name, path=path) for name in _PROGRAMS}
    return {name: place for name, place in found.items() if place} if all(found.values()) else None


@contextmanager
def cluster() -> Generator[str]:
    """The address of an empty database in a cluster that runs until the end of the block.

    It is fast and forgetful: `fsync` is off unless POSTGRES_FSYNC is set.
    """
    there = programs()
    if there is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(mkdtemp(prefix="pg"))
    user = next(name for name in _USERS if _has(name)) if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    ending = ("/bin/sh", "-c", _END, "sh", there["pg_ctl"], str(folder))
    with subprocess.Popen(
        ending,
        user=user,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ):
        data = folder / "data"
        _run(user, there["initdb"], "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        settings = _SETTINGS.format(folder=folder)
        if not os.environ.get("POSTGRES_FSYNC"):
            settings += " -c fsync=off"
        _run(user, there["pg_ctl"], "-D", data, "-l", folder / "log", "-o", settings, "-w", "start")
        yield f"postgresql://postgres@/postgres?host={folder}"


def _run(user: str | None, *command: object) -> None:
    subprocess.run(
        [*map(str, command)], user=user, cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=60
    )


def _has(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
