"""`webhook`: signatures are proved, and requests are shown as they come."""

import json
import re
import signal
import socket
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from twilio_async.emulator import Emulator
from twilio_async.webhooks import body_hash, signature

from .conftest import HARMLESS, HOSTILE, PATIENCE, Invoke, told
from .processes import finished, process

if TYPE_CHECKING:
    import subprocess

TOKEN = "0123456789abcdef0123456789abcdef"
URL = "https://example.com/sms?a=1&b=%2F"
FORM = {"MessageSid": "SM1", "From": "+15558675310", "Body": "Grüße & more = 100 %", "NumMedia": ""}
PORT = re.compile(r"http://127\.0\.0\.1:(\d+)")


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    return TOKEN


def verification(url: str, signed: str, *values: str) -> tuple[str, ...]:
    return "webhook", "verify", "--url", url, "--signature", signed, *values


def form(values: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in values.items()]


@pytest.mark.usefixtures("token")
def test_a_signature_that_holds(invoke: Invoke) -> None:
    result = invoke(*verification(URL, signature(TOKEN, URL, FORM), *form(FORM)))

    assert (result.exit_code, result.stdout, result.stderr) == (0, "The signature holds.\n", "")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("values", [{}, FORM | {"Body": "another"}, FORM | {"Digits": "1"}])
def test_a_signature_that_does_not(values: dict[str, str], invoke: Invoke) -> None:
    result = invoke(*verification(URL, signature(TOKEN, URL, FORM), *form(values)))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "the signature does not hold: give the address just as Twilio has it" in told(result)


@pytest.mark.usefixtures("token")
def test_a_key_can_be_given_several_times(invoke: Invoke) -> None:
    signed = signature(TOKEN, URL, [("Digits", "1"), ("Digits", "2=3")])

    assert invoke(*verification(URL, signed, "Digits=2=3", "Digits=1")).exit_code == 0
    assert invoke(*verification(URL, signed, "Digits=1")).exit_code == 1


@pytest.mark.usefixtures("token")
def test_json_comes_from_a_file_or_stdin(tmp_path: Path, invoke: Invoke) -> None:
    body = '{"a": "ü"}\n'
    url = f"https://example.com/events?bodySHA256={body_hash(body)}"
    (tmp_path / "body.json").write_text(body, encoding="utf-8")
    request = verification(url, signature(TOKEN, url), "--json-body")

    assert invoke(*request, f"@{tmp_path / 'body.json'}").exit_code == 0
    assert invoke(*request, "-", stdin=body).exit_code == 0
    assert invoke(*request, "{}").exit_code == 1


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("values", "text"),
    [(["From"], "'From' is not like key=value"), (["a=1", "--json-body", "{}"], "no KEY=VALUE")],
)
def test_wrong_usage(values: list[str], text: str, invoke: Invoke) -> None:
    result = invoke(*verification(URL, "x", *values))

    assert result.exit_code == 2
    assert text in told(result)


def test_the_token_of_a_profile(profiles: Emulator, invoke: Invoke) -> None:
    signed = signature(profiles.auth_token, URL, FORM)
    request = verification(URL, signed, *form(FORM))

    assert invoke(*request).exit_code == 0
    assert invoke(*request, "--profile", "main").exit_code == 0
    assert invoke(*request, "--profile", "sub").exit_code == 1


def test_a_profile_that_is_named_counts_more_than_the_variable(
    profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    request = verification(URL, signature(profiles.auth_token, URL, FORM), *form(FORM))

    assert invoke(*request).exit_code == 1
    assert invoke(*request, "--profile", "main").exit_code == 0


def test_an_api_key_signs_nothing(emulator: Emulator, invoke: Invoke) -> None:
    key = ("--account-sid", emulator.account_sid, "--api-key", emulator.api_key, "--secret-stdin")
    address = ("--base-url", emulator.url, "--no-check")
    assert (
        invoke("login", "--profile", "key", *key, *address, stdin=f"{emulator.api_secret}\n").exit_code == 0
    )
    result = invoke(*verification(URL, "x"))

    assert result.exit_code == 1
    assert "the profile 'key' has an API key, whose secret signs nothing: set TWILIO_AUTH_TOKEN" in told(
        result
    )
    assert emulator.api_secret not in result.output


def test_without_a_token(invoke: Invoke) -> None:
    result = invoke(*verification(URL, "x"))

    assert result.exit_code == 1
    assert "no auth token: set TWILIO_AUTH_TOKEN, or keep one with twilio-async login" in told(result)


class Listening:
    """A `webhook listen` that listens."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        self.running = running
        assert running.stderr is not None
        self.notices: list[str] = []
        while not (found := PORT.search("".join(self.notices))):
            line = running.stderr.readline()
            assert line, "it has ended"
            self.notices.append(line)
        self.port = int(found[1])

    def post(self, path: str, body: str, **headers: str) -> tuple[int, str, str]:
        """Status, type and text of the answer to a form."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        label = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", path, body, {**label, **headers})
            response = connection.getresponse()
            return response.status, response.headers["Content-Type"], response.read().decode()
        finally:
            connection.close()

    def ended(self) -> tuple[int, str, str]:
        """Exit status, stdout and the rest of stderr behind Ctrl-C."""
        self.running.send_signal(signal.SIGINT)
        output, complaint = self.running.communicate(timeout=PATIENCE)
        return self.running.returncode, output, complaint


@contextmanager
def listening(*options: str) -> Generator[Listening, None, None]:
    with process("webhook", "listen", "--port", "0", *options) as running:
        yield Listening(running)


@pytest.mark.usefixtures("token")
def test_events_are_shown_until_an_interrupt(tmp_path: Path) -> None:
    document = tmp_path / "answer.xml"
    document.write_text("<Response><Message>Hi</Message></Response>", encoding="utf-8")
    signed = {"X-Twilio-Signature": signature(TOKEN, "https://example.com/sms?key=1", FORM)}
    with listening("--twiml", str(document), "--public-url", "https://example.com") as listener:
        answers = [
            listener.post("/sms?key=1", urlencode(FORM), **signed),
            listener.post("/sms?key=2", urlencode(FORM), **signed),
        ]
        document.write_text("<Response/>", encoding="utf-8")
        answers.append(listener.post("/sms", "Something=new"))
        status, output, complaint = listener.ended()

    xml = "text/xml; charset=utf-8"
    assert answers == [(200, xml, "<Response><Message>Hi</Message></Response>")] * 2 + [
        (200, xml, "<Response/>")
    ]
    assert (status, complaint) == (0, "")
    assert output.splitlines() == [
        "POST https://example.com/sms?key=1: IncomingMessage, the signature holds",
        "  message_sid  SM1",
        "  from         +15558675310",
        "  body         Grüße & more = 100 %",
        "POST https://example.com/sms?key=2: IncomingMessage, THE SIGNATURE DOES NOT HOLD",
        "  message_sid  SM1",
        "  from         +15558675310",
        "  body         Grüße & more = 100 %",
        "POST https://example.com/sms: WebhookEvent, THE SIGNATURE DOES NOT HOLD",
        "  Something  new",
    ]


@pytest.mark.usefixtures("token")
def test_events_are_lines_of_json_for_programs() -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tunnel.example"}
    signed = {"X-Twilio-Signature": signature(TOKEN, "https://tunnel.example/sms", FORM)}
    with listening("-o", "json") as listener:
        status, media_type, text = listener.post("/sms", urlencode(FORM), **signed, **forwarded)
        _, output, _ = listener.ended()

    event = json.loads(output)
    assert (status, media_type) == (200, "text/xml; charset=utf-8")
    assert text.endswith("<Response/>")
    assert (event["event"], event["is_signed"]) == ("IncomingMessage", True)
    assert event["request"] == "POST https://tunnel.example/sms"
    assert event["fields"]["body"] == FORM["Body"]


def test_without_a_token_nothing_is_checked() -> None:
    with listening() as listener:
        assert listener.post("/sms", urlencode(FORM))[0] == 200
        _, output, _ = listener.ended()

    assert "Signatures are not checked: set TWILIO_AUTH_TOKEN for that" in listener.notices[0]
    assert output.splitlines()[0].endswith(": IncomingMessage, not checked")


@pytest.mark.usefixtures("token")
def test_nothing_of_a_stranger_commands_the_terminal() -> None:
    with listening() as listener:
        listener.post("/sms", urlencode({"MessageSid": "SM1", "Body": HOSTILE, HOSTILE: "x"}))
        refused = listener.post("/%1B[2J", "Body=%ff")
        _, output, complaint = listener.ended()

    assert HARMLESS[:20] in output
    assert refused[0] == 400
    assert "is refused: the body is no form in UTF-8" in complaint
    assert all(character.isprintable() for character in (output + complaint).replace("\n", ""))


def test_a_request_that_names_no_host_is_refused_though_nothing_is_checked() -> None:
    with listening() as listener:
        refused = listener.post("/sms", urlencode(FORM), **{"X-Forwarded-Host": "example.com/?a="})
        taken = listener.post("/sms", urlencode(FORM))
        _, output, complaint = listener.ended()

    assert (refused[0], taken[0]) == (400, 200)
    assert "POST /sms is refused: the request names no host" in complaint
    assert len([line for line in output.splitlines() if line.startswith("POST ")]) == 1


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, _, complaint = finished("webhook", "listen", "--port", str(taken.getsockname()[1]))

    assert status == 1
    assert "cannot be had: " in complaint
    assert complaint.endswith("give another --port\n")


def test_a_file_that_is_not_there(tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("webhook", "listen", "--twiml", str(tmp_path / "none.xml"))

    assert result.exit_code == 1
    assert "none.xml cannot be read: No such file or directory" in told(result)


def test_a_file_that_is_no_twiml(tmp_path: Path, invoke: Invoke) -> None:
    document = tmp_path / "answer.xml"
    document.write_text("<Response><Say>Hi</Response>", encoding="utf-8")
    result = invoke("webhook", "listen", "--twiml", str(document))

    assert result.exit_code == 1
    assert "answer.xml is no TwiML: This is no XML: " in told(result)


@pytest.mark.usefixtures("token")
def test_a_file_that_goes_away_ends_it(tmp_path: Path) -> None:
    document = tmp_path / "answer.xml"
    document.write_text("<Response/>", encoding="utf-8")
    with listening("--twiml", str(document)) as listener:
        document.unlink()
        status = listener.post("/sms", urlencode(FORM))[0]
        output, complaint = listener.running.communicate(timeout=PATIENCE)

    assert (status, listener.running.returncode) == (500, 1)
    assert "IncomingMessage" in output
    assert "No such file or directory" in complaint
