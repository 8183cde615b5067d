"""The program around the commands: how it starts, ends, and says what is wrong."""

import io
import os
import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest

import twilio_async
from twilio_async import __version__
from twilio_async.cli import main
from twilio_async.emulator import Emulator
from twilio_async.emulator.runner import DEFAULT_PORT

from .conftest import Invoke

LIST = ("messages", "list", "--json")


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """The exit status of the whole program."""
    monkeypatch.setattr(sys, "argv", ["twilio-async", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_main(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"twilio-async {__version__}\n"


def test_python_m(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["twilio_async", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(Path(twilio_async.__file__).with_name("__main__.py")), run_name="__main__")

    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_it_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("twilio_async.cli.", f"{missing}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    status = run_main(monkeypatch, "--version")

    assert isinstance(status, str)  # Python prints it to stderr and exits with 1.
    assert f"{sys.executable} -m pip install typer rich keyring" in status


def test_another_missing_module_is_not_blamed_on_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "twilio_async.cli.app", None)
    with pytest.raises(ModuleNotFoundError, match=r"twilio_async\.cli\.app"):
        main()


def test_an_interrupt_while_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "twilio_async.cli.app", Slow("app"))
    assert run_main(monkeypatch) == 130


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ["demo", "emulator", "send", "messages", "--install-completion", "--show-completion"]),
        (("send",), ["--to", "--from", "--media-url", "TWILIO_API_SECRET", "process lists"]),
        (("messages",), ["list", "get"]),
        (("calls", "list"), ["--status", "no-answer", "--started-before", "process lists"]),
        (("recordings", "download"), ["--format", "wav | mp3", "--force", "PATH"]),
        (("numbers", "search"), ["COUNTRY", "toll-free", "--area-code", "--mms"]),
        (("numbers", "buy"), ["NUMBER", "--yes", "process lists"]),
        (("accounts", "get"), ["[SID]", "--json"]),
        (("accounts",), ["create", "suspend", "activate", "close"]),
        (("calls", "create"), ["--twiml", "@FILE", "--yes", "Example:"]),
        (("messages",), ["redact", "cancel", "delete"]),
        (("numbers", "release"), ["NUMBER|SID", "--yes"]),
        (("conferences",), ["list", "get", "members"]),
        (("login",), ["--secret-stdin", "--no-check", "--api-key", "keyring", "Example:"]),
        (("profiles",), ["--use", "Example:"]),
        (("whoami",), ["--profile", "TWILIO_PROFILE", "process lists"]),
        (("get",), ["SID", "--columns", "process lists"]),
        (("usage",), ["--category", "--from", "--to", "months", "process lists"]),
        (("usage", "months"), ["--months", "--ascii", "totalprice"]),
        (("raw",), ["METHOD", "{account_sid}", "KEY=VALUE", "--json-body", "@FILE", "--key"]),
        (("messages", "list"), ["--sent-after", "--base-url", "TWILIO_BASE_URL", "process lists"]),
        (("demo",), ["--messages", "--seed"]),
        (("emulator",), ["--port", str(DEFAULT_PORT), "--seed-calls", "--rate-limit"]),
    ],
)
def test_help(arguments: tuple[str, ...], words: list[str], invoke: Invoke) -> None:
    result = invoke(*arguments, "--help")

    assert result.exit_code == 0
    assert [word for word in words if word not in " ".join(result.stdout.split())] == []
    assert "--auth-token" not in result.stdout


def test_unknown_commands_and_options_are_bad_usage(invoke: Invoke) -> None:
    assert invoke("mesages").exit_code == 2
    assert invoke("--verison").exit_code == 2


def test_completion(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_TWILIO_ASYNC_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "twilio-async me")
    monkeypatch.setenv("COMP_CWORD", "1")

    assert run_main(monkeypatch) == 0
    assert capsys.readouterr().out.split() == ["messages"]


def test_the_emulator_says_why_it_cannot_start(emulator: Emulator, invoke: Invoke) -> None:
    port = emulator.url.rpartition(":")[2]
    result = invoke("emulator", "--port", port)

    assert result.exit_code == 1
    assert result.stderr.startswith("twilio-async: The emulator cannot start: ")
    assert result.stderr.count("\n") == 1
    assert port in result.stderr


@pytest.mark.parametrize("option", ["--rate-limit", "--error-rate"])
def test_shares_beyond_1_are_bad_usage(option: str, invoke: Invoke) -> None:
    assert invoke("emulator", option, "1.5").exit_code == 2


@pytest.mark.parametrize("as_json", [True, False])
def test_a_full_disk_is_one_line(
    as_json: bool,
    account: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    account.scenes.seed_messages(5)
    arguments = LIST if as_json else LIST[:-1]
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run_main(monkeypatch, *arguments) == 1

    assert capsys.readouterr().err == "twilio-async: No space left on device\n"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_reader_that_has_gone_is_no_error(
    as_json: bool,
    account: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    account.scenes.seed_messages(5)
    reader, writer = os.pipe()
    os.close(reader)
    arguments = LIST if as_json else LIST[:-1]
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert run_main(monkeypatch, *arguments) == 141

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_sent_message_whose_record_cannot_be_written(
    option: list[str],
    account: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        send = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi", *option)
        assert run_main(monkeypatch, *send) == 1

    sid = account.messages[0].sid
    assert capsys.readouterr().err == (
        f"twilio-async: the message was sent as {sid}, but: No space left on device\n"
    )


def test_an_encoding_without_the_characters_of_a_body(
    account: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(1)
    account.messages[0].body = "Zoë 👋"
    output = io.BytesIO()
    with io.TextIOWrapper(output, encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert run_main(monkeypatch, *LIST[:-1]) == 0
        assert rb"Zo\xeb \U0001f44b" in output.getvalue()
