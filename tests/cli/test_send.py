"""`send`: a message leaves once, and what is not known of it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import Invoke, records, told

TO = "+15558675310"
SEND = ("send", "--to", TO, "--from", "+15550100000", "--body", "Hi")
SERVICE = "MG" + "0d" * 16


def test_a_message_is_sent(account: Emulator, invoke: Invoke) -> None:
    result = invoke(*SEND)

    assert result.exit_code == 0
    assert result.stdout == f"{account.messages[0].sid} queued\n"
    assert account.messages[0].body == "Hi"


def test_the_record_as_json(account: Emulator, invoke: Invoke) -> None:
    [record] = records(invoke(*SEND, "--json"))

    assert record["sid"] == account.messages[0].sid
    assert record["to"] == TO


def test_media_and_a_time_by_a_service(account: Emulator, invoke: Invoke) -> None:
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    result = invoke(
        *("send", "--to", TO, "--messaging-service-sid", SERVICE, "--send-at", tomorrow.isoformat()),
        *("--media-url", "https://example.com/1.png", "--media-url", "https://example.com/2.png"),
    )

    assert sorted(account.requests[-1].form_pairs) == [
        ("MediaUrl", "https://example.com/1.png"),
        ("MediaUrl", "https://example.com/2.png"),
        ("MessagingServiceSid", SERVICE),
        ("ScheduleType", "fixed"),
        ("SendAt", f"{tomorrow:%Y-%m-%dT%H:%M:%SZ}"),
        ("To", TO),
    ]
    assert result.stdout.endswith(" scheduled\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--to", TO, "--body", "Hi"), "--messaging-service-sid"),
        (("--to", TO, "--from", "+15550100000"), "--media-url"),
        (("--from", "+15550100000", "--body", "Hi"), "--to"),
        ((*SEND[1:], "--send-at", "2099-01-01T00:00:00Z"), "--send-at"),
        ((*SEND[1:], "--send-at", "2099-01-01T00:00:00"), "could be any instant"),
        ((*SEND[1:], "--auth-token", "x"), "--auth-token"),
    ],
)
def test_bad_usage_sends_nothing(
    arguments: tuple[str, ...], complaint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke("send", *arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert not account.requests


def test_a_refusal_is_no_doubt(account: Emulator, invoke: Invoke) -> None:
    result = invoke("send", "--to", "+15005550001", *SEND[3:])

    assert result.exit_code == 1
    assert "code 21211" in result.stderr
    assert "may have been sent" not in result.stderr
    assert not account.messages


@pytest.mark.parametrize("fault", [Fault.server_error(503, executed=True), Fault.close_after_executing()])
def test_what_may_have_been_sent_is_said(fault: Fault, account: Emulator, invoke: Invoke) -> None:
    account.faults.script(fault)
    result = invoke(*SEND)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "may have been sent: look it up before you send it again" in result.stderr
    assert f"twilio-async messages list --to {TO}" in result.stderr
    assert len(account.messages) == 1


def test_a_refusal_for_the_rate_is_repeated(account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.rate_limited(0))

    assert invoke(*SEND).exit_code == 0
    assert len(account.messages) == 1


@pytest.mark.usefixtures("interrupting")
def test_an_interrupt_says_that_it_may_have_been_sent(invoke: Invoke) -> None:
    result = invoke(*SEND)

    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.startswith("twilio-async: Interrupted. The message may have been sent")
