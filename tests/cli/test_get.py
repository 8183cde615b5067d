"""`get`: the resource that a SID names is found by its prefix."""

from collections.abc import Iterator

import orjson
import pytest

from twilio_async.cli.arguments.sids import KINDS
from twilio_async.declare import sids
from twilio_async.emulator import Emulator

from .conftest import Invoke, records, told
from .test_program import run_main

ACCOUNT = "/2010-04-01/Accounts/{account_sid}"
MADE = {
    "AD": (
        "Addresses",
        "CustomerName=A",
        "Street=1 Way",
        "City=Town",
        "Region=CA",
        "PostalCode=94105",
        "IsoCountry=US",
    ),
    "AL": ("SIP/IpAccessControlLists", "FriendlyName=x"),
    "AP": ("Applications", "FriendlyName=x"),
    "CA": ("Calls", "To=+15558675310", "From=+15550100000", "Url=https://example.com/"),
    "CL": ("SIP/CredentialLists", "FriendlyName=x"),
    "PN": ("IncomingPhoneNumbers", "PhoneNumber=+15555550101"),
    "QU": ("Queues", "FriendlyName=x"),
    "SD": ("SIP/Domains", "DomainName=x.sip.twilio.com"),
    "SK": ("Keys", "FriendlyName=x"),
    "SM": ("Messages", "To=+15558675310", "From=+15550100000", "Body=Hi"),
    "UT": (
        "Usage/Triggers",
        "CallbackUrl=https://example.com/",
        "TriggerValue=1",
        "UsageCategory=sms",
    ),
}
"""What is made by a request to its collection."""


def staged(account: Emulator) -> Iterator[str]:
    """The SIDs of what is staged instead."""
    scenes = account.scenes
    yield account.account_sid
    call = scenes.add_call(to="+15550100000", from_="+15558675310")
    recording = scenes.add_recording(call.sid)
    yield recording.sid
    yield scenes.add_transcription(recording.sid, "Hello").sid
    yield scenes.add_short_code("55501")
    yield scenes.add_connect_app()


@pytest.mark.parametrize("prefix", MADE)
def test_what_is_made_is_found(prefix: str, account: Emulator, invoke: Invoke) -> None:
    path, *form = MADE[prefix]
    made = orjson.loads(invoke("raw", "--yes", "POST", f"{ACCOUNT}/{path}.json", *form).stdout)
    asked = len(account.requests)
    [record] = records(invoke("get", made["sid"], "--json"))

    assert made["sid"].startswith(prefix)
    assert record["sid"] == made["sid"]
    assert len(account.requests) == asked + 1
    assert made["sid"] in invoke("get", made["sid"]).stdout


def test_what_is_staged_is_found(account: Emulator, invoke: Invoke) -> None:
    for sid in staged(account):
        [record] = records(invoke("get", sid, "--json"))
        assert sid in {record.get("sid"), record.get("connect_app_sid")}


@pytest.mark.usefixtures("account")
def test_a_verified_number_has_the_prefix_of_numbers(invoke: Invoke) -> None:
    invoke("raw", "--yes", "POST", f"{ACCOUNT}/OutgoingCallerIds.json", "PhoneNumber=+15558675310")
    listed = orjson.loads(invoke("raw", "GET", f"{ACCOUNT}/OutgoingCallerIds.json").stdout)
    [caller] = listed["outgoing_caller_ids"]
    [record] = records(invoke("get", caller["sid"], "--json"))

    assert record["phone_number"] == "+15558675310"
    assert "origin" not in record
    assert invoke("get", caller["sid"], "--columns", "phone_number").stdout.endswith("  +15558675310\n")
    assert "there is no column 'origin'" in told(invoke("get", caller["sid"], "--columns", "origin"))


def test_every_known_prefix_is_asked_for(account: Emulator, invoke: Invoke) -> None:
    for prefix in [prefix for prefix, kind in KINDS.items() if kind.model]:
        result = invoke("get", prefix + "0" * 32)
        assert result.exit_code == 1, prefix
        assert "HTTP 4" in result.stderr
        assert prefix + "0" * 32 in account.requests[-1].path


@pytest.mark.parametrize(
    ("sid", "said"),
    [
        ("XX" + "0" * 32, "nothing known here begins with 'XX': give a SID of AC, AD,"),
        ("", "nothing known here begins with ''"),
        ("CA0", "'CA0' is no whole SID: CA and 32 hexadecimal digits"),
        (
            "MG" + "0" * 32,
            "is a messaging service: twilio-async raw GET https://messaging.twilio.com/v1/Services/MG",
        ),
        ("SR" + "0" * 32, "is a SIPREC stream, which Twilio does not show by its SID"),
        ("ME" + "0" * 32, "is a file of a message, which only its parent leads to: twilio-async raw GET"),
    ],
)
def test_what_is_not_found_by_itself(sid: str, said: str, account: Emulator, invoke: Invoke) -> None:
    result = invoke("get", sid)
    is_known = sid[:2] in KINDS and sid != "CA0"

    assert result.exit_code == (1 if is_known else 2)
    assert said in (result.stderr if is_known else told(result))
    assert not account.requests


def test_the_kinds_are_those_of_the_client_and_of_other_apis() -> None:
    nouns = {prefix: kind.noun for prefix, kind in KINDS.items()}
    elsewhere = {prefix for prefix, kind in KINDS.items() if kind.path.startswith("https://")}

    assert {prefix: nouns.get(prefix) for prefix in sids.KINDS} == {
        prefix: text.partition(":")[0] for prefix, text in sids.KINDS.items()
    }
    assert nouns.keys() - sids.KINDS.keys() <= elsewhere


def test_columns_are_those_of_the_model(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    sid = account.messages[0].sid
    unknown = invoke("get", sid, "--columns", "duration")
    shown = invoke("get", sid, "--columns", "sid,body", "-o", "tsv")

    assert unknown.exit_code == 2
    assert "there is no column 'duration'" in told(unknown)
    assert shown.stdout.splitlines() == ["sid\tbody", f"{sid}\t{account.messages[0].body}"]


def test_no_auth_token_is_shown(account: Emulator, invoke: Invoke) -> None:
    for option in ([], ["--json"]):
        assert account.auth_token not in invoke("get", account.account_sid, *option).output


@pytest.mark.parametrize(
    ("sid", "begun", "columns"),
    [
        (f"CA{'0d' * 16}", "sid,durat", ["sid,duration"]),
        (f"SM{'0d' * 16}", "num_", ["num_segments", "num_media"]),
        (f"XX{'0d' * 16}", "s", []),
        ("", "s", []),
    ],
)
def test_columns_are_those_of_what_the_sid_names(
    *,
    sid: str,
    begun: str,
    columns: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["twilio-async", "get", *filter(None, [sid]), "--columns"]
    monkeypatch.setenv("_TWILIO_ASYNC_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", " ".join([*words, begun]))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))

    assert run_main(monkeypatch) == 0
    assert capsys.readouterr().out.split() == columns
