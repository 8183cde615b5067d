"""The commands that change something, what they send, and what they say of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import orjson
from attrs import frozen

from twilio_async.emulator import Emulator

from .conftest import Invoke

TO = "+15558675310"
FROM = "+15550100000"
URL = "https://example.com/voice"
ACCOUNT = "/2010-04-01/Accounts/{account_sid}"
Prepare: TypeAlias = Callable[[Emulator, Invoke], str]


def posted(invoke: Invoke, path: str, *form: str) -> str:
    """The SID of what a request makes."""
    sid: str = orjson.loads(invoke("raw", "--yes", "POST", path, *form).stdout)["sid"]
    return sid


def no_sid(account: Emulator, invoke: Invoke) -> str:
    del account, invoke
    return ""


def live_call(account: Emulator, invoke: Invoke) -> str:
    del account
    return posted(invoke, f"{ACCOUNT}/Calls.json", f"To={TO}", f"From={FROM}", f"Url={URL}")


def answered_call(account: Emulator, invoke: Invoke) -> str:
    del invoke
    return account.scenes.add_call(to=TO, from_=FROM).sid


def message(account: Emulator, invoke: Invoke) -> str:
    del invoke
    account.scenes.seed_messages(1)
    return account.messages[0].sid


def scheduled(account: Emulator, invoke: Invoke) -> str:
    del account
    when = datetime.now(UTC) + timedelta(days=1)
    form = ("ScheduleType=fixed", f"SendAt={when:%Y-%m-%dT%H:%M:%SZ}", f"MessagingServiceSid=MG{'0' * 32}")
    return posted(invoke, f"{ACCOUNT}/Messages.json", f"To={TO}", "Body=Later", *form)


def number(account: Emulator, invoke: Invoke) -> str:
    del account
    return posted(invoke, f"{ACCOUNT}/IncomingPhoneNumbers.json", "PhoneNumber=+15555550101")


def recording(account: Emulator, invoke: Invoke) -> str:
    del invoke
    return account.scenes.add_recording(account.scenes.add_call(to=TO, from_=FROM).sid).sid


def subaccount(account: Emulator, invoke: Invoke) -> str:
    del invoke
    return account.scenes.add_account(friendly_name="Branch office").sid


PREFIXES: dict[Prepare, str] = {
    live_call: "CA",
    answered_call: "CA",
    message: "SM",
    scheduled: "SM",
    number: "PN",
    recording: "RE",
    subaccount: "AC",
}


@frozen
class Case:
    """A command that changes something; SID stands for that of what is prepared.

    Attributes:
        arguments: The command.
        prepare: Makes what it changes.
        sent: The method and the form that reach the API.
        output: What is printed.
        asked: What the question shows; none where nothing is asked.
        done: What may have been done, where that is in doubt.
        look_up: The command that tells.
    """

    arguments: str
    prepare: Prepare
    sent: tuple[str, dict[str, str]]
    output: str
    asked: tuple[str, ...]
    done: str
    look_up: str


CASES = [
    Case(
        f"calls create --to {TO} --from {FROM} --url {URL} --ring 30 --record",
        no_sid,
        ("POST", {"To": TO, "From": FROM, "Url": URL, "Timeout": "30", "Record": "true"}),
        "queued",
        (TO, FROM, URL, "Recorded", "Twilio charges"),
        "The call may have been made: look it up before you make it again",
        f"calls list --to {TO}",
    ),
    Case(
        f"calls create --to {TO} --from {FROM} --twiml <Response><Hangup/></Response> --send-digits 1w2",
        no_sid,
        ("POST", {"To": TO, "From": FROM, "Twiml": "<Response><Hangup/></Response>", "SendDigits": "1w2"}),
        "queued",
        (TO, FROM, "<Response><Hangup/></Response>", "1w2", "Twilio charges"),
        "The call may have been made: look it up before you make it again",
        f"calls list --to {TO}",
    ),
    Case(
        f"calls update SID --url {URL}",
        answered_call,
        ("POST", {"Url": URL}),
        "SID ",
        (TO, FROM, URL, "Give it other instructions?"),
        "The call may have been changed",
        "calls get SID",
    ),
    Case(
        "calls update SID --status completed",
        live_call,
        ("POST", {"Status": "completed"}),
        "SID ",
        (TO, FROM, "End it?"),
        "The call may have been changed",
        "calls get SID",
    ),
    Case(
        "messages redact SID",
        message,
        ("POST", {"Body": ""}),
        "SID redacted",
        ("Body", "cannot be had back"),
        "The message may have been redacted",
        "messages get SID",
    ),
    Case(
        "messages cancel SID",
        scheduled,
        ("POST", {"Status": "canceled"}),
        "SID canceled",
        (TO, "Later", "scheduled", "Cancel it?"),
        "The message may have been canceled",
        "messages get SID",
    ),
    Case(
        "messages delete SID",
        message,
        ("DELETE", {}),
        "SID deleted",
        ("Body", "Delete it?"),
        "The message may have been deleted",
        "messages get SID",
    ),
    Case(
        "numbers update SID --name Desk --sms-url https://example.com/sms",
        number,
        ("POST", {"FriendlyName": "Desk", "SmsUrl": "https://example.com/sms"}),
        "SID +15555550101",
        (),
        "The number may have been changed",
        "get SID",
    ),
    Case(
        "numbers release SID",
        number,
        ("DELETE", {}),
        "SID released",
        ("+15555550101", "Release it?"),
        "The number may have been released",
        "get SID",
    ),
    Case(
        "recordings delete SID",
        recording,
        ("DELETE", {}),
        "SID deleted",
        ("10 s", "Delete it?"),
        "The recording may have been deleted",
        "get SID",
    ),
    Case(
        "accounts create --name Branch",
        no_sid,
        ("POST", {"FriendlyName": "Branch"}),
        "active",
        ("Branch", "never deleted"),
        "The account may have been made: look it up before you make it again",
        "accounts list --name Branch",
    ),
    Case(
        "accounts suspend SID",
        subaccount,
        ("POST", {"Status": "suspended"}),
        "SID suspended",
        ("Branch office", "Suspend it?"),
        "The account may have been suspended",
        "accounts get SID",
    ),
    Case(
        "accounts close SID",
        subaccount,
        ("POST", {"Status": "closed"}),
        "SID closed",
        ("Branch office", "cannot be opened again"),
        "The account may have been closed",
        "accounts get SID",
    ),
    Case(
        "accounts activate SID",
        subaccount,
        ("POST", {"Status": "active"}),
        "SID active",
        (),
        "The account may have been activated",
        "accounts get SID",
    ),
]
