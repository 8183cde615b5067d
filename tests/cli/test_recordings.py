"""`recordings list`, and `recordings download`: the whole file or none."""

import asyncio
import resource
import signal
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from twilio_async.cli.terminal.notices import Notices
from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, interrupt, records, serving, told
from .processes import CONTROL, CURSOR_ON, finished, process, seen, terminal

SOUND = bytes(range(256)) * 4_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sid(account: Emulator) -> str:
    call = account.scenes.add_call(to="+15550100000", from_="+15558675310")
    return account.scenes.add_recording(call.sid, SOUND).sid


@pytest.fixture
def small_disk() -> Generator[None, None, None]:
    """No file can become longer than half of the sound."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(SOUND) // 2, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def names(folder: Path) -> list[str]:
    """All files below a folder."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_get_shows_one_recording(sid: str, invoke: Invoke) -> None:
    lines = invoke("recordings", "get", sid).stdout.splitlines()
    [record] = records(invoke("recordings", "get", sid, "--json"))

    assert f"sid {sid}" in [" ".join(line.split()) for line in lines]
    assert (record["sid"], record["duration"]) == (sid, 10)


def test_filters_reach_the_api(account: Emulator, sid: str, invoke: Invoke) -> None:
    call_sid = account.calls[0].sid
    assert sid in invoke("recordings", "list", "--call-sid", call_sid).stdout
    result = invoke(
        *("recordings", "list", "--call-sid", call_sid, "--limit", "5"),
        *("--created-after", "2026-03-01", "--created-before", "2026-03-02T01:00:00+01:00"),
    )

    assert (result.exit_code, result.stderr) == (0, "Nothing found.\n")
    assert dict(account.requests[-1].query) == {
        "CallSid": call_sid,
        "DateCreated>": "2026-03-01",
        "DateCreated<": "2026-03-02T00:00:00Z",
        "PageSize": "5",
    }


@pytest.mark.parametrize(
    ("arguments", "name", "asked"),
    [
        ((), "{sid}.wav", "wav"),
        (("--format", "mp3"), "{sid}.mp3", "mp3"),
        (("call.wav",), "call.wav", "wav"),
        (("call.MP3",), "call.MP3", "mp3"),
        (("call.mp3", "--format", "wav"), "call.mp3", "wav"),
        (("call",), "call", "wav"),
        (("sounds",), "sounds/{sid}.wav", "wav"),
        (("sounds/", "--format", "mp3"), "sounds/{sid}.mp3", "mp3"),
    ],
)
def test_a_file_is_named_and_asked_for(
    *,
    arguments: tuple[str, ...],
    name: str,
    asked: str,
    account: Emulator,
    sid: str,
    folder: Path,
    invoke: Invoke,
) -> None:
    (folder / "sounds").mkdir()
    result = invoke("recordings", "download", sid, *arguments)
    path = name.format(sid=sid)

    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{path}\n", "")
    assert (folder / path).read_bytes() == SOUND
    assert names(folder) == [path]
    assert account.requests[-1].path.endswith(f"/Recordings/{sid}.{asked}")


def test_a_file_is_not_replaced_unless_that_is_said(
    account: Emulator, sid: str, folder: Path, invoke: Invoke
) -> None:
    (folder / "call.wav").write_bytes(b"precious")
    refused = invoke("recordings", "download", sid, "call.wav")

    assert refused.exit_code == 1
    assert "'call.wav' is there already: give another name, or --force to replace it\n" in refused.stderr
    assert not account.requests
    assert (folder / "call.wav").read_bytes() == b"precious"

    assert invoke("recordings", "download", sid, "call.wav", "--force").exit_code == 0
    assert (folder / "call.wav").read_bytes() == SOUND


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("missing/call.wav", "there is no folder 'missing': make it first"),
        ("missing/", "there is no folder 'missing': make it first"),
        ("sounds", "{name!r} is a folder"),
    ],
)
def test_where_no_file_can_be(
    *, path: str, complaint: str, account: Emulator, sid: str, folder: Path, invoke: Invoke
) -> None:
    name = f"sounds/{sid}.wav"
    (folder / name).mkdir(parents=True)
    result = invoke("recordings", "download", sid, path, "--force")

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: {complaint.format(name=name)}\n"
    assert not account.requests


def test_a_break_in_the_middle_is_mended(account: Emulator, sid: str, folder: Path, invoke: Invoke) -> None:
    account.faults.script(Fault.truncated_body())

    assert invoke("recordings", "download", sid, "call.wav").exit_code == 0
    assert (folder / "call.wav").read_bytes() == SOUND
    assert names(folder) == ["call.wav"]


def test_what_breaks_each_time_leaves_nothing(
    account: Emulator, sid: str, folder: Path, invoke: Invoke
) -> None:
    account.faults.script(*[Fault.truncated_body()] * 3)
    result = invoke("recordings", "download", sid)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("twilio-async: GET /2010-04-01/Accounts/")
    assert "the body broke off" in result.stderr
    assert result.stderr.count("\n") == 1
    assert names(folder) == []


def test_what_breaks_leaves_the_file_that_it_was_to_replace(
    account: Emulator, sid: str, folder: Path, invoke: Invoke
) -> None:
    (folder / "call.wav").write_bytes(b"precious")
    account.faults.script(*[Fault.truncated_body()] * 3)

    assert invoke("recordings", "download", sid, "call.wav", "--force").exit_code == 1
    assert (folder / "call.wav").read_bytes() == b"precious"
    assert names(folder) == ["call.wav"]


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_leaves_nothing(sid: str, folder: Path, invoke: Invoke) -> None:
    result = invoke("recordings", "download", sid)

    assert result.exit_code == 1
    assert (result.stdout, result.stderr) == ("", "twilio-async: File too large\n")
    assert names(folder) == []


def test_a_saved_file_whose_name_cannot_be_printed_is_told(sid: str, folder: Path, account: Emulator) -> None:
    assert account.url
    with Path("/dev/full").open("w") as full:
        status, _, complaint = finished("recordings", "download", sid, "call.wav", stdout=full)

    assert status == 1
    assert complaint == ("twilio-async: the recording was saved as call.wav, but: No space left on device\n")
    assert (folder / "call.wav").read_bytes() == SOUND


@pytest.mark.usefixtures("account")
def test_an_interrupt_leaves_nothing(folder: Path, invoke: Invoke) -> None:
    with serving(breaking(folder)) as url:
        result = invoke("recordings", "download", "RE" + "0" * 32, "--base-url", url)

    assert result.exit_code == 130
    assert (result.stdout, result.stderr) == ("", "twilio-async: Interrupted. Nothing was changed\n")
    assert names(folder) == []


def test_a_terminal_shows_how_far_it_is(sid: str, account: Emulator, folder: Path) -> None:
    assert account.url
    with (
        terminal(40) as (screen, keyboard),
        process("recordings", "download", sid, stderr=keyboard) as running,
    ):
        shown = seen(screen, CURSOR_ON)
        output, _ = running.communicate(timeout=PATIENCE)

    assert (running.returncode, output) == (0, f"{sid}.wav\n")
    assert "1.0/1.0 MB" in shown
    assert CONTROL not in output
    assert names(folder) == [f"{sid}.wav"]


def until_some_is_written(folder: Path) -> None:
    for _ in range(1_000_000):
        if any(path.stat().st_size for path in folder.glob(".*.part")):
            return
    raise AssertionError("nothing was written")


@asynccontextmanager
async def breaking(folder: Path) -> AsyncGenerator[str, None]:
    """A server that sends half of a body, interrupts this process once some of it is written, and waits."""
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/x-wav\r\nContent-Length: 200000\r\n\r\n")
        writer.write(bytes(100_000))
        await asyncio.to_thread(until_some_is_written, folder)
        interrupt()
        await reader.read()
        writer.close()
        ended.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with asyncio.timeout(PATIENCE):
            await ended.wait()


@pytest.mark.usefixtures("account")
def test_a_recording_does_not_go_to_stdout(folder: Path, invoke: Invoke) -> None:
    result = invoke("recordings", "download", "RE" + "0" * 32, "-")

    assert result.exit_code == 2
    assert "a recording does not go to stdout" in told(result)
    assert list(folder.iterdir()) == []


def test_a_download_says_what_it_waits_for(silent: str) -> None:
    assert silent
    with (
        terminal(80) as (screen, keyboard),
        process("recordings", "download", "RE" + "0" * 32, stderr=keyboard) as running,
    ):
        seen(screen, "Waiting for 127.0.0.1:")
        running.send_signal(signal.SIGINT)
        rest = seen(screen, "changed")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 130
    assert "Interrupted. Nothing was changed" in rest


async def test_where_nothing_can_pass_a_line_says_now_and_then_how_far_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notices = Notices(period=0.001)

    async def said() -> str:
        text = ""
        while not text:
            await asyncio.sleep(0)
            text = capsys.readouterr().err
        return text.splitlines()[-1]

    async with asyncio.timeout(PATIENCE), notices.loading() as progress:
        assert await said() == "Waiting for the file"
        progress(1_500_000, None)
        assert await said() == "Loading: 1.5 MB"
        progress(1_500_000, 30_000_000)
        assert await said() == "Loading: 1.5 of 30.0 MB"


async def test_quiet_says_nothing_of_a_download(capsys: pytest.CaptureFixture[str]) -> None:
    notices = Notices(period=0.0)
    notices.begin(is_quiet=True)
    async with notices.loading() as progress:
        progress(1_500_000, None)
        for _ in range(10):
            await asyncio.sleep(0)

    assert capsys.readouterr().err == ""
