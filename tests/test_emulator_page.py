"""docs/emulator.md: what it shows works with curl and twilio-python, and what it names is there."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from twilio_async.emulator.control.routes import ROUTES
from twilio_async.emulator.runner import KEPT, main
from twilio_async.testing import ThreadedEmulator

PAGE = (Path(__file__).parents[1] / "docs" / "emulator.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def curls() -> Iterator[list[str]]:
    """The arguments of all calls of curl."""
    for block in blocks("sh"):
        yield from (shlex.split(line)[1:] for line in block.replace("\\\n", " ").splitlines())


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator() as running:
        yield running


def test_every_call_of_curl(emulator: ThreadedEmulator) -> None:
    for address, *options in curls():
        named = list(zip(options[::2], options[1::2], strict=True))
        data = [value for name, value in named if name.startswith(("-d", "--data"))]
        given = dict(named)
        headers = dict([given["-H"].split(": ")]) if "-H" in given else {}
        auth = HTTPBasicAuth(*given["-u"].split(":")) if "-u" in given else None
        form: Any = data[0] if headers else dict(one.split("=") for one in data)
        url = address.replace("http://127.0.0.1:4010", emulator.url)
        answer = requests.request(
            given.get("-X", "POST"), url, data=form, headers=headers, auth=auth, timeout=60
        )
        assert answer.status_code in {200, 201}, address
    assert [message.body for message in emulator.messages] == ["Hi", "Thanks"]
    assert emulator.clock.ahead.total_seconds() == 300


def test_twilio_python(emulator: ThreadedEmulator) -> None:
    (program,) = [block for block in blocks("python") if "twilio.rest" in block]
    names = (emulator.url, emulator.account_sid, emulator.auth_token)
    before = f"import re\nBASE_URL, ACCOUNT_SID, AUTH_TOKEN = {names!r}\n"
    command = [sys.executable, "-c", f"{before}{program}print(message.sid)"]

    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)

    assert [message.sid for message in emulator.messages] == [ended.stdout.strip()]


def test_every_request_of_control_is_named() -> None:
    rows = [line.partition(" | ")[0] for line in PAGE.splitlines() if line.startswith("| `")]
    named = {name.rpartition(" ")[2] for row in rows for name in re.findall("`([^`]+)`", row)}
    paths = {re.sub(r"/{\w+}$", "", route.path) for route in ROUTES} - {"/healthz", "/_emulator/openapi.json"}

    assert {path for path in paths if not {path, path.removeprefix("/_emulator/")} & named} == set()
    assert "GET /healthz" in PAGE


def test_the_recipe_for_compose(capsys: pytest.CaptureFixture[str]) -> None:
    (recipe,) = blocks("yaml")
    options = recipe.partition("python -m twilio_async.emulator ")[2].partition('"')[0].split()

    with pytest.raises(SystemExit, match="0"):
        main([*options, "--help"])

    assert options[::2] == ["--host", "--public-host", "--callbacks-anywhere"]
    assert f"(default {KEPT})" in " ".join(capsys.readouterr().out.split())
    assert f"{KEPT:,}" in PAGE
