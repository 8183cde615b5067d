"""`raw`: any request, and the answer as it came."""

import os
from pathlib import Path

import orjson
import pytest

from tests.support.server import Arrived, answer, closed, refusal
from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, playing, serving, told
from .processes import finished, process, seen, shown, terminal

CALLS = "/2010-04-01/Accounts/{account_sid}/Calls"
MESSAGES = "/2010-04-01/Accounts/{account_sid}/Messages"


def arrived(invoke: Invoke, *arguments: str, stdin: str | None = None) -> Arrived:
    """What the command sends."""
    with serving(playing(answer(200))) as server:
        assert invoke("raw", "--yes", *arguments, "--base-url", server.url, stdin=stdin).exit_code == 0
    return server.requests[0]


def test_json_is_printed_for_people(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_calls(1)
    result = invoke("raw", "get", f"{CALLS}/{account.calls[0].sid}.json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith('{\n  "sid": "CA')
    assert orjson.loads(result.stdout)["sid"] == account.calls[0].sid


def test_xml_is_printed_as_it_came(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_calls(1)
    result = invoke("raw", "GET", f"{CALLS}/{account.calls[0].sid}")

    assert result.exit_code == 0
    assert result.stdout.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Call><Sid>CA")
    assert result.stdout.endswith("</TwilioResponse>")


def test_no_body_is_no_output(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    result = invoke("raw", "--yes", "DELETE", f"{MESSAGES}/{account.messages[0].sid}.json")

    assert (result.exit_code, result.output) == (0, "")
    assert not account.messages


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
@pytest.mark.usefixtures("account")
def test_values_are_the_query(method: str, invoke: Invoke) -> None:
    sent = arrived(invoke, method, "/v1/Things?a=0", "StartTime>=2026-03-01", "b=", "c=1", "c=2=3")

    assert sent.method == method
    assert sent.query == [("a", "0"), ("StartTime>", "2026-03-01"), ("b", ""), ("c", "1"), ("c", "2=3")]
    assert sent.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
@pytest.mark.usefixtures("account")
def test_values_are_the_form(method: str, invoke: Invoke) -> None:
    sent = arrived(invoke, method, "/v1/Things", "To=+15558675310", "c=1", "c=2")

    assert sent.method == method
    assert sent.query == []
    assert sent.form == [("To", "+15558675310"), ("c", "1"), ("c", "2")]


@pytest.mark.parametrize("source", ['{"a":[1,null]}', "@body.json", "-"])
@pytest.mark.usefixtures("account")
def test_a_body_of_json(source: str, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "body.json").write_text('{"a": [1, null]}\n', "utf-8")
    sent = arrived(invoke, "POST", "/v1/Things", "--json-body", source, stdin='{"a": [1, null]}\n')

    assert sent.headers["Content-Type"] == "application/json"
    assert orjson.loads(sent.body) == {"a": [1, None]}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("options", "is_said"), [((), True), (("--quiet",), False)])
def test_a_body_of_json_is_typed_into_a_terminal(*, options: tuple[str, ...], is_said: bool) -> None:
    with serving(playing(answer(200))) as server:
        arguments = (
            "raw",
            "--yes",
            "POST",
            "/v1/Things",
            "--base-url",
            server.url,
            "--json-body",
            "-",
            *options,
        )
        status, screen = shown(80, *arguments, stdin="[1]\n\x04")

    assert status == 0
    assert orjson.loads(server.requests[0].body) == [1]
    assert ("Reading from the terminal; Ctrl-D ends it." in screen) is is_said


def test_the_form_makes_what_it_says(account: Emulator, invoke: Invoke) -> None:
    result = invoke(
        "raw", "--yes", "POST", f"{MESSAGES}.json", "To=+15558675310", "From=+15550100000", "Body=a=b"
    )

    assert orjson.loads(result.stdout)["sid"] == account.messages[0].sid
    assert account.messages[0].body == "a=b"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_without_a_terminal_nothing_is_changed_unasked(
    method: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke("raw", method, f"{MESSAGES}.json")

    assert result.exit_code == 2
    assert "--yes: there is no terminal to ask on: give it to go on" in told(result)
    assert not account.requests


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_on_a_terminal_it_asks(typed: str, status: int, account: Emulator) -> None:
    form = ("To=+15558675310", "From=+15550100000", "Body=Hi")
    with (
        terminal(120) as (screen, keyboard),
        process("raw", "POST", f"{MESSAGES}.json", *form, stdin=keyboard, stderr=keyboard) as running,
    ):
        question = seen(screen, "[y/N] ")
        os.write(screen, typed.encode())
        running.communicate(timeout=PATIENCE)

    assert f"POST {MESSAGES}.json".replace("{account_sid}", account.account_sid) in question
    assert "+15558675310" in question
    assert "It may change something at Twilio. Send it?" in question
    assert running.returncode == status
    assert len(account.messages) == (status == 0)


def test_a_refusal_is_one_line(account: Emulator, invoke: Invoke) -> None:
    result = invoke(
        "raw", "--yes", "POST", f"{MESSAGES}.json", "To=+15005550001", "From=+15550100000", "Body=Hi"
    )

    assert (result.exit_code, result.stdout) == (1, "")
    assert "code 21211" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not account.messages


@pytest.mark.usefixtures("account")
def test_what_may_have_been_executed_is_sent_once(invoke: Invoke) -> None:
    with serving(playing(closed())) as server:
        result = invoke("raw", "--yes", "POST", "/v1/Things", "a=b", "--base-url", server.url)

    assert result.exit_code == 1
    assert "it may have been executed: look before you repeat it" in result.stderr
    assert len(server.requests) == 1


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":"\xff"}'])
def test_what_cannot_be_decoded_is_printed_as_it_came(body: bytes, invoke: Invoke) -> None:
    with serving(playing(answer(200, body))) as server:
        result = invoke("raw", "GET", "/x", "--base-url", server.url)

    assert (result.exit_code, result.stdout_bytes) == (0, body)


def test_a_delete_that_may_have_been_executed_says_so(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    account.faults.script(Fault.server_error(503, executed=True))
    result = invoke("raw", "--yes", "DELETE", f"{MESSAGES}/{account.messages[0].sid}.json", "--retries", "0")

    assert result.exit_code == 1
    assert "HTTP 503" in result.stderr
    assert result.stderr.endswith(". The request may have been executed: look before you repeat it\n")
    assert result.stderr.count("\n") == 1


def test_a_delete_that_was_refused_is_in_no_doubt(account: Emulator, invoke: Invoke) -> None:
    result = invoke("raw", "--yes", "DELETE", f"{MESSAGES}/SM{'0' * 32}.json")

    assert result.exit_code == 1
    assert account.requests
    assert "may have been executed" not in result.stderr


def test_what_was_executed_is_said_where_the_answer_cannot_be_printed(account: Emulator) -> None:
    form = ("To=+15558675310", "From=+15550100000", "Body=Hi")
    with Path("/dev/full").open("w") as full:
        posted = finished("raw", "--yes", "POST", f"{MESSAGES}.json", *form, stdout=full)
        read = finished("raw", "GET", f"{MESSAGES}.json", stdout=full)

    assert posted == (1, "", "twilio-async: the request was executed, but: No space left on device\n")
    assert read == (1, "", "twilio-async: No space left on device\n")
    assert len(account.messages) == 1


@pytest.mark.parametrize(
    "url", ["https://twilio.com.example/x", "http://api.twilio.com/x", "x", "https://user@api.twilio.com/"]
)
def test_credentials_go_nowhere_else(url: str, account: Emulator, invoke: Invoke) -> None:
    result = invoke("raw", "GET", url)

    assert result.exit_code == 1
    assert result.stderr.startswith("twilio-async: url ")
    assert not account.requests


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("FETCH", "/x"),
            "'FETCH' is no method of Twilio's: give one of GET, POST, PUT, PATCH, DELETE, HEAD",
        ),
        (("GET", "/x", "Status"), "'Status' is not like key=value"),
        (("GET", "/x", "=completed"), "'=completed' is not like key=value"),
        (("POST", "/x", "--all"), "a list is walked by GET"),
        (("GET", "/x", "--key", "calls"), "needs --all"),
        (("GET", "/x", "--json-body", "{}"), "needs a method with a body"),
        (("POST", "/x", "a=b", "--json-body", "{}"), "no KEY=VALUE"),
        (("POST", "/x", "--json-body", "{"), "'{' is no JSON"),
        (
            ("POST", "/x", "--json-body", "@@1"),
            "'@@1' is no JSON: JSON is malformed: invalid character (byte 0)",
        ),
        (("POST", "/x", "--json-body", "[" * 2_000), "is no JSON"),
        (("POST", "/x", "--json-body", "@missing.json"), "'@missing.json' cannot be read: No such file"),
        (("GET",), "PATH"),
    ],
)
def test_bad_usage_asks_nothing(
    arguments: tuple[str, ...], complaint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke("raw", *arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert not account.requests


@pytest.mark.parametrize(("method", "doubtful"), [("POST", True), ("GET", False)])
@pytest.mark.usefixtures("interrupting")
def test_an_interrupt(*, method: str, doubtful: bool, invoke: Invoke) -> None:
    result = invoke("raw", "--yes", method, "/x")

    assert (result.exit_code, result.stdout) == (130, "")
    assert ("may have been executed: look before you repeat it" in result.stderr) is doubtful


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("body", "escaped"),
    [
        (
            b"<TwilioResponse><A>\n\t\xc2\x9b2J\x7f</A></TwilioResponse>",
            "<TwilioResponse><A>\r\n        \\x9b2J\\x7f</A></TwilioResponse>\r\n",
        ),
        (b'{"a":"\xc2\x9b\x7f"}', '{\r\n  "a": "\\u009b\\u007f"\r\n}\r\n'),
    ],
)
def test_no_body_commands_the_terminal(body: bytes, escaped: str) -> None:
    with (
        serving(playing(answer(200, body))) as server,
        terminal(80) as (screen, keyboard),
        process("raw", "GET", "/x", "--base-url", server.url, stdout=keyboard) as running,
    ):
        running.communicate(timeout=PATIENCE)
        assert seen(screen, escaped) == escaped


@pytest.mark.usefixtures("account")
def test_a_problem_of_another_api_is_one_line(invoke: Invoke) -> None:
    with serving(playing(refusal(404, 20404, "not\nfound"))) as server:
        result = invoke("raw", "GET", "/v1/Things", "--base-url", server.url)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "not found [HTTP 404, code 20404]" in result.stderr


@pytest.mark.usefixtures("account")
def test_numbers_stay_as_they_came(invoke: Invoke) -> None:
    body = b'{"a": 0.10000000000000000001, "b": 123456789012345678.5}'
    with serving(playing(answer(200, body, Content_Type="application/json"))) as server:
        result = invoke("raw", "GET", "/x", "--base-url", server.url)

    assert "0.10000000000000000001" in result.stdout
    assert "123456789012345678.5" in result.stdout
