"""Downloads: a whole file or none, whatever happens."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import MESSAGE, client_for
from tests.support.files import BEFORE, assert_holds
from tests.support.server import ScriptedServer, Step, answer, gated, refusal, truncated
from twilio_async import ConnectionLost, NotFound, Retry, TwilioError

if TYPE_CHECKING:
    from twilio_async import Client

FILE = "ME" + "0d" * 16
CONTENT = bytes(range(256)) * 1000
WHOLE = answer(200, CONTENT, Content_Type="image/png")
DISK_FULL = """
import asyncio, os, resource, signal, sys
from pathlib import Path
from twilio_async import Client
from twilio_async.emulator import Emulator

async def main(folder):
    async with Emulator() as emulator:
        async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
            message = await client.messages.create(to="+15558675310", from_="+15550100000", body="Hi")
            media = emulator.scenes.add_media(message.sid, bytes(3_000_000), "image/png")
            target = folder / "parcel.png"
            target.write_bytes(b"before")
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
            try:
                await client.messages(message.sid).media(media.sid).download(target)
            except OSError as error:
                print(type(error).__name__, error.errno, os.listdir(folder), target.read_bytes())
            resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))

asyncio.run(main(Path(sys.argv[1])))
"""


def file_of(client: Client) -> Any:
    return client.messages(MESSAGE).media(FILE)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("as_text", [True, False])
async def test_a_file_arrives_whole_and_alone(as_text: bool, target: Path, server: ScriptedServer) -> None:
    server.always(WHOLE)
    async with client_for(server.url) as client:
        path = await file_of(client).download(str(target) if as_text else target)

    assert path == target
    assert_holds(target, CONTENT)


async def test_a_body_that_breaks_off_is_begun_again(target: Path, server: ScriptedServer) -> None:
    server.play(truncated(WHOLE), truncated(WHOLE), WHOLE)
    async with client_for(server.url) as client:
        await file_of(client).download(target)

    assert_holds(target, CONTENT)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (truncated(WHOLE), ConnectionLost),
        (refusal(404, 20404), NotFound),
        (refusal(500, 20500), TwilioError),
        (answer(302, b"", Location="file:///etc/hostname"), TwilioError),
    ],
)
async def test_a_failure_leaves_the_target_as_it_was(
    step: Step, kind: type[Exception], target: Path, server: ScriptedServer
) -> None:
    server.always(step)
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(kind):
            await file_of(client).download(target)
    assert_holds(target, BEFORE)


async def test_a_missing_folder_is_an_os_error(tmp_path: Path, server: ScriptedServer) -> None:
    server.always(WHOLE)
    async with client_for(server.url) as client:
        with pytest.raises(FileNotFoundError):
            await file_of(client).download(tmp_path / "missing" / "parcel.png")
    assert names(tmp_path) == set()


async def test_a_folder_in_its_place_is_an_os_error(target: Path, server: ScriptedServer) -> None:
    folder = target.parent / "folder"
    folder.mkdir()
    server.always(WHOLE)
    async with client_for(server.url) as client:
        with pytest.raises(OSError, match="folder"):
            await file_of(client).download(folder)
    assert names(target.parent) == {"folder", target.name}


async def test_a_cancelled_download_leaves_nothing(target: Path, server: ScriptedServer) -> None:
    gate = asyncio.Event()
    server.always(gated(gate, WHOLE))
    async with client_for(server.url) as client:
        task = asyncio.create_task(file_of(client).download(target))
        await server.arrived(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    gate.set()
    assert_holds(target, BEFORE)


@pytest.mark.parametrize("step", ["open", "replace"])
async def test_a_download_cancelled_while_the_disk_is_slow_leaves_no_part(
    step: str, target: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk finishes what it has begun; what it made is removed all the same."""
    begun, go_on = threading.Event(), threading.Event()
    quick: Any = getattr(Path, step)

    def slow(path: Path, *arguments: Any) -> Any:
        begun.set()
        go_on.wait(10)
        return quick(path, *arguments)

    server.always(WHOLE)
    async with client_for(server.url) as client:
        monkeypatch.setattr(Path, step, slow)
        task = asyncio.create_task(file_of(client).download(target))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        for _ in range(50):
            await asyncio.sleep(0)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        monkeypatch.undo()
        await asyncio.get_running_loop().shutdown_default_executor()

    assert_holds(target, BEFORE, CONTENT)


async def test_downloads_side_by_side_into_one_file_leave_one_whole_file(
    target: Path, server: ScriptedServer
) -> None:
    server.always(WHOLE)
    async with client_for(server.url) as client:
        await asyncio.gather(*[file_of(client).download(target) for _ in range(8)])
    assert_holds(target, CONTENT)


def test_a_full_disk_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", DISK_FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert child.stdout == "OSError 27 ['parcel.png'] b'before'\n"
    assert child.stderr == ""
