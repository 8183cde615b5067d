"""Where a download goes: links, devices, permissions and names; nothing is sent where it cannot go."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import RECORDING, client_for
from tests.support.files import BEFORE
from tests.support.server import ScriptedServer, answer
from twilio_async import Client, InvalidArgument

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator

SOUND = b"RIFF" + bytes(100_000)
NOBODY = 65534
IS_ROOT = os.geteuid() == 0


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    server.always(answer(200, SOUND, Content_Type="audio/x-wav"))
    async with client_for(server.url) as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may look into."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name).resolve()
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@contextmanager
def as_anybody() -> Generator[None, None, None]:
    """Without the rights of root, where these tests have them."""
    if not IS_ROOT:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def umask(mask: int) -> Generator[None, None, None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def existing(path: Path, permissions: int) -> Path:
    """A file with these permissions, in a folder in which everybody may write."""
    path.write_bytes(BEFORE)
    path.chmod(permissions)
    path.parent.chmod(0o777)
    return path


def closed(folder: Path) -> Path:
    """A folder in which nobody but root may write."""
    folder.chmod(0o555)
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def download(client: Client, path: Path | str) -> Path:
    return await client.recordings(RECORDING).download(path)


@pytest.mark.parametrize("relative", [True, False])
async def test_a_link_stays_and_what_it_leads_to_is_replaced(
    relative: bool, client: Client, folder: Path
) -> None:
    (folder / "sounds").mkdir()
    real = folder / "sounds" / "real.wav"
    real.write_bytes(BEFORE)
    (folder / "second.wav").symlink_to("sounds/real.wav" if relative else real)
    link = folder / "first.wav"
    link.symlink_to("second.wav" if relative else folder / "second.wav")

    assert await download(client, link) == link

    assert link.is_symlink()
    assert (folder / "second.wav").is_symlink()
    assert real.read_bytes() == SOUND
    assert not real.is_symlink()
    assert (names(folder), names(folder / "sounds")) == (
        {"first.wav", "second.wav", "sounds"},
        {"real.wav"},
    )


async def test_a_link_to_what_is_not_there_leads_to_a_new_file(client: Client, folder: Path) -> None:
    link = folder / "link.wav"
    link.symlink_to("new.wav")
    await download(client, link)

    assert link.is_symlink()
    assert (folder / "new.wav").read_bytes() == SOUND


async def test_a_folder_may_be_a_link(client: Client, folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "link").symlink_to("real")
    await download(client, folder / "link" / "call.wav")

    assert (folder / "real" / "call.wav").read_bytes() == SOUND
    assert (folder / "link").is_symlink()


@pytest.mark.parametrize("through", ["itself", "link"])
async def test_what_is_no_regular_file_is_refused_and_stays(
    through: str, client: Client, server: ScriptedServer, folder: Path
) -> None:
    fifo, unix = folder / "fifo", folder / "socket"
    os.mkfifo(fifo)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(unix))
        for special in (fifo, unix, Path(os.devnull), Path("/dev/full")):
            path = special
            if through == "link":
                path = folder / f"link to {special.name}"
                path.symlink_to(special)
            before = special.lstat()
            with pytest.raises(InvalidArgument, match=rf"{path.name}.*open\(\)"):
                await download(client, path)
            assert (special.lstat().st_ino, special.lstat().st_mode) == (before.st_ino, before.st_mode)

    assert server.requests == []


@pytest.mark.parametrize("place", ["/dev/fd", "/proc/self/fd"])
async def test_an_open_file_is_no_name_of_a_file(
    place: str, client: Client, server: ScriptedServer, folder: Path
) -> None:
    """As /dev/stdout is where it goes to a file: that would be replaced behind the program's back."""
    with (folder / "log").open("wb") as log:
        log.write(BEFORE)
        log.flush()
        with pytest.raises(InvalidArgument, match="no regular file"):
            await download(client, f"{place}/{log.fileno()}")

    assert (folder / "log").read_bytes() == BEFORE
    assert names(folder) == {"log"}
    assert server.requests == []


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o664, 0o755, 0o4750])
async def test_a_replaced_file_keeps_its_permissions(permissions: int, client: Client, folder: Path) -> None:
    target = existing(folder / "call.wav", permissions)
    with umask(0o027):
        await download(client, target)

    assert target.read_bytes() == SOUND
    assert mode(target) == permissions & 0o777


async def test_a_replaced_file_keeps_its_owner_where_that_is_allowed(client: Client, folder: Path) -> None:
    target = folder / "call.wav"
    target.write_bytes(BEFORE)
    owner = (12345, 54321) if IS_ROOT else (os.getuid(), os.getgid())
    os.chown(target, *owner)
    await download(client, target)

    assert (target.stat().st_uid, target.stat().st_gid) == owner


async def test_a_file_of_somebody_else_that_may_be_written_is_replaced(client: Client, folder: Path) -> None:
    target = existing(folder / "call.wav", 0o666)
    with as_anybody():
        await download(client, target)

    assert target.read_bytes() == SOUND
    assert mode(target) == 0o666


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
async def test_a_new_file_has_the_usual_permissions(
    mask: int, expected: int, client: Client, folder: Path
) -> None:
    with umask(mask):
        await download(client, folder / "call.wav")

    assert mode(folder / "call.wav") == expected


async def test_nobody_can_look_in_meanwhile(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    quick: Any = Path.open

    def opened(path: Path, how: str) -> Any:
        seen.append(mode(path))
        return quick(path, how)

    target = existing(folder / "call.wav", 0o600)
    monkeypatch.setattr(Path, "open", opened)
    await download(client, target)

    assert seen == [0o600]


@pytest.mark.parametrize("name", ["x" * 255, "é" * 127, "\udcff" * 255, "x", ".wav", "a b\nc", "~"])
async def test_names_may_be_as_long_and_odd_as_they_can(name: str, client: Client, folder: Path) -> None:
    for _ in range(2):
        await download(client, folder / name)

    assert (folder / name).read_bytes() == SOUND
    assert names(folder) == {name}


async def test_the_bytes_are_on_the_disk_before_their_name(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a machine that crashes in between would keep the name and lose the bytes."""
    sizes: list[int] = []
    flush, replace = os.fsync, Path.replace

    def flushed(file: int) -> None:
        flush(file)
        sizes.append(os.fstat(file).st_size)

    def replaced(path: Path, target: Path) -> Path:
        assert sizes == [len(SOUND)]
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", replaced)
    await download(client, folder / "call.wav")

    assert (folder / "call.wav").read_bytes() == SOUND


def loop(folder: Path) -> str:
    (folder / "loop").symlink_to("loop")
    return str(folder / "loop")


def nowhere(folder: Path) -> str:
    (folder / "nowhere").symlink_to("missing/call.wav")
    return str(folder / "nowhere")


def in_a_file(folder: Path) -> str:
    (folder / "file").write_bytes(BEFORE)
    return str(folder / "file" / "call.wav")


IMPOSSIBLE: list[tuple[Callable[[Path], Any], type[Exception], str]] = [
    (str, IsADirectoryError, "give the name of a file in it"),
    (lambda _: ".", IsADirectoryError, "give the name of a file in it"),
    (lambda folder: f"{folder}/call.wav/", IsADirectoryError, "give the name of a file in it"),
    (lambda _: "", FileNotFoundError, "needs a name"),
    (lambda folder: f"{folder}/a\0b", InvalidArgument, "cannot be the name"),
    (lambda folder: f"{folder}/\ud800", InvalidArgument, "cannot be the name"),
    (lambda folder: f"{folder}/missing/call.wav", FileNotFoundError, "make it first.*missing"),
    (nowhere, FileNotFoundError, "make it first.*missing"),
    (in_a_file, NotADirectoryError, "call.wav"),
    (loop, OSError, "loop"),
    (lambda folder: f"{folder}/{'x' * 256}", OSError, "too long"),
    (lambda _: "/proc/call.wav", OSError, "proc"),
    (lambda _: b"call.wav", TypeError, ""),
]


@pytest.mark.parametrize(("place", "kind", "complaint"), IMPOSSIBLE)
async def test_where_no_file_can_be_nothing_is_asked_for(
    *,
    place: Callable[[Path], Any],
    kind: type[Exception],
    complaint: str,
    client: Client,
    server: ScriptedServer,
    folder: Path,
) -> None:
    path = place(folder)
    before = names(folder)
    with pytest.raises(kind, match=f"(?s){complaint}"):
        await download(client, path)

    assert server.requests == []
    assert names(folder) == before


async def test_a_file_that_may_not_be_written_is_not_replaced(
    client: Client, server: ScriptedServer, folder: Path
) -> None:
    target = existing(folder / "call.wav", 0o444)
    with as_anybody(), pytest.raises(PermissionError, match=r"call\.wav"):
        await download(client, target)

    assert server.requests == []
    assert target.read_bytes() == BEFORE


async def test_a_folder_that_may_not_be_written_gets_no_file(
    client: Client, server: ScriptedServer, folder: Path
) -> None:
    target = closed(folder) / "call.wav"
    with as_anybody(), pytest.raises(PermissionError) as caught:
        await download(client, target)

    assert caught.value.filename == str(target)
    assert server.requests == []
    assert names(folder) == set()
