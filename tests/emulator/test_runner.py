"""The emulator as a program."""

import asyncio
import json
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address

import pytest
import requests
from aiohttp import ClientError, ClientSession, encode_basic_auth

from twilio_async.emulator import Emulator, Fault
from twilio_async.emulator.control.request_lines import RequestLines
from twilio_async.emulator.runner import main, run

EVERYWHERE = str(IPv4Address(0))
"""All addresses of the machine."""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        yield port


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_serves_until_a_signal(number: signal.Signals) -> None:
    written: list[str] = []

    def write(text: str) -> None:
        written.append(text)
        signal.raise_signal(number)

    assert run(host="localhost", port=0, seed_messages=3, rate_limit=0.1, error_rate=0.1, write=write) == 0
    lines = "".join(written).splitlines()
    assert len(written) == 1
    assert lines[1].startswith("export TWILIO_BASE_URL=http://127.0.0.1:")
    assert lines[2] == f"export TWILIO_ACCOUNT_SID={Emulator().account_sid}"
    assert lines[3] == f"export TWILIO_AUTH_TOKEN={Emulator().auth_token}"


PROGRAMS = (
    ("-m", "twilio_async.emulator", "--port", "0"),
    ("-m", "twilio_async", "emulator", "--port", "0"),
)
HISTORY = (
    *("--history-messages", "5000000", "--history-calls", "5000000", "--history-undated", "7"),
    *("--history-since", "2025-01-01", "--history-until", "2025-02-01", "--history-busy-day", "2025-01-09"),
    *("--latency", "0.001", "--days-only", "--strict", "--callbacks-anywhere"),
)


@pytest.mark.parametrize("program", PROGRAMS)
async def test_the_process_serves_and_ends_cleanly(session: ClientSession, program: tuple[str, ...]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program, *HISTORY), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
    url, account_sid, auth_token = (line.partition("=")[2] for line in lines[1:])
    headers = {"Authorization": encode_basic_auth(account_sid, auth_token)}
    for path in ("Messages.json?DateSent=2025-01-09T12:00:00Z", "Calls.json?StartTime=2025-01-08"):
        query = f"{url}/2010-04-01/Accounts/{account_sid}/{path}&PageSize=1000"
        async with session.get(query, headers=headers) as answer:
            page = await answer.json()
        assert (answer.status, page["end"]) == (200, 999)
    process.terminate()
    rest, _ = await process.communicate()

    assert process.returncode == 0
    assert b"TWILIO_API_KEY=" in rest


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_line_for_each_request(session: ClientSession, program: tuple[str, ...]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program, "--log-format", "json"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = json.loads(await process.stdout.readline())
    account = Emulator().account_sid
    path = f"{ready['url']}/2010-04-01/Accounts/{account}/Messages"
    headers = {"Authorization": encode_basic_auth(account, Emulator().auth_token)}
    form = {"To": "+15558675310", "From": "+15017122661", "Body": "A secret"}
    for url in (f"{path}.json?Body=Another", f"{path}/+15558675310.json"):
        async with session.post(url, data=form, headers=headers):
            pass
    lines = [await process.stdout.readline() for _ in range(2)]
    process.terminate()
    await process.communicate()

    first, second = map(json.loads, lines)
    assert ready["environment"]["TWILIO_ACCOUNT_SID"] == account
    assert (first["event"], first["method"], first["status"], first["number"]) == ("request", "POST", 400, 1)
    assert (second["path"].rpartition("/")[2], second["status"]) == ("+…10.json", 400)
    assert not [word for word in ("5558675", "ecret", Emulator().auth_token) if word in str(lines)]


async def test_lines_of_text_are_comments_of_a_shell(session: ClientSession) -> None:
    written: list[str] = []
    async with Emulator(on_request=RequestLines(written.append, "text")) as emulator:
        emulator.faults.script(Fault.close_after_executing())
        with suppress(ClientError):
            await session.post(f"{emulator.url}/2010-04-01/Accounts.json")
        async with session.get(f"{emulator.url}/2010-04-01/%0Aexport%20A=1"):
            pass
        await emulator.wait_for(lambda: "".join(written).count("\n") == 2)

    lines = "".join(written).splitlines(keepends=True)
    assert lines[0].endswith(" POST /2010-04-01/Accounts.json no answer (close_after_executing)\n")
    assert lines[1].endswith(" GET /2010-04-01/\ufffdexport A=1 404\n")
    assert all(line.startswith("# ") and line.count("\n") == 1 for line in lines)


async def test_who_wants_no_lines_gets_none(session: ClientSession) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *PROGRAMS[0], "--quiet", "--log-format", "json"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = json.loads(await process.stdout.readline())["url"]
    async with session.get(f"{url}/2010-04-01/Accounts.json") as answer:
        assert answer.status == 401
    async with session.get(f"{url}/_emulator/faults") as answer:
        assert await answer.json() == {"faults": []}
    process.terminate()
    assert (await process.communicate())[0] == b""


async def test_requests_are_served_where_nobody_reads_the_lines(session: ClientSession) -> None:
    def write(_: str) -> None:
        raise BrokenPipeError

    lines = RequestLines(write, "text")
    async with Emulator(on_request=lines) as emulator:
        for _ in range(2):
            async with session.get(f"{emulator.url}/2010-04-01/Accounts.json") as answer:
                assert answer.status == 401
            lines.flush()


async def test_lines_are_written_in_portions_and_in_order(session: ClientSession) -> None:
    written: list[str] = []
    lines = RequestLines(written.append, "json")
    async with Emulator(on_request=lines) as emulator:
        for _ in range(30):
            async with session.get(f"{emulator.url}/2010-04-01/{'a' * 400}"):
                pass
        lines.flush()

    numbers = [json.loads(line)["number"] for line in "".join(written).splitlines()]
    assert numbers == [*range(1, 31)]
    assert max(map(len, written)) <= select.PIPE_BUF


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_full_pipe_that_nobody_reads_holds_no_request(program: tuple[str, ...]) -> None:
    command = [sys.executable, *program, "--log-format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process, requests.Session() as asks:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        for _ in range(200):
            assert asks.get(f"{url}/2010-04-01/{'a' * 1000}", timeout=60).status_code == 404
        process.terminate()
        process.communicate()

    assert process.returncode == 0


def test_an_interrupt_before_it_serves_is_a_clean_end() -> None:
    def write(_: str) -> None:
        raise KeyboardInterrupt

    assert run(port=0, write=write) == 0


@pytest.mark.parametrize(
    "arguments", [["--host", "everywhere"], ["--rate-limit", "1.5"], ["--port", "70000"]]
)
def test_what_cannot_be_started_is_said_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    complaint = capsys.readouterr().err
    assert complaint.count("\n") == 1
    assert complaint.startswith("The emulator ")


def test_the_module_runs(taken_port: int) -> None:
    command = [sys.executable, "-m", "twilio_async.emulator", "--port", str(taken_port)]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 1
    assert str(taken_port) in ended.stderr


def test_an_address_that_others_reach_is_said_loudly() -> None:
    written: list[str] = []

    def write(text: str) -> None:
        written.append(text)
        raise KeyboardInterrupt

    assert run(host=EVERYWHERE, port=0, public_host="twilio", keep=0, write=write) == 0
    assert "export TWILIO_BASE_URL=http://twilio:" in written[0]
    assert f"WARNING: on {EVERYWHERE} it is open to everybody" in written[0]
    assert "Look into it at http://twilio:" in written[0]
