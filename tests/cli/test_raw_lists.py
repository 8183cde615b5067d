"""`raw --all`: the records of any list, wherever its pages have them."""

import pytest

from tests.support.pages import page_answer
from twilio_async.emulator import Emulator, Fault

from .conftest import Invoke, playing, records, serving

CALLS = "/2010-04-01/Accounts/{account_sid}/Calls"
MESSAGES = "/2010-04-01/Accounts/{account_sid}/Messages"


def test_a_list_is_walked_to_its_end(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(120)
    result = invoke("raw", "GET", f"{MESSAGES}.json", "PageSize=50", "--all", "--key", "messages")
    sids = [record["sid"] for record in records(result)]

    assert (result.exit_code, result.stderr) == (0, "")
    assert sids == [message.sid for message in reversed(account.messages)]
    assert account.executed["GET Messages"] == 3


@pytest.mark.usefixtures("account")
def test_meta_tells_the_key(invoke: Invoke) -> None:
    meta = {"key": "things", "next_page_url": None}
    page = page_answer("json", "things", [{"sid": 1}, {"sid": 2}], meta=meta)
    with serving(playing(page)) as server:
        result = invoke("raw", "GET", "/v1/Things", "--all", "--base-url", server.url)

    assert result.stdout == '{"sid":1}\n{"sid":2}\n'


def test_a_list_without_its_key_is_one_line(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    result = invoke("raw", "GET", f"{MESSAGES}.json", "--all")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("twilio-async: GET /2010-04-01/Accounts/")
    assert "it has lists at messages" in result.stderr
    assert "; --key KEY says where a page has its records\n" in result.stderr
    assert result.stderr.count("\n") == 1
    assert len(account.requests) == 1


def test_a_list_at_another_key_is_asked_for_once(account: Emulator, invoke: Invoke) -> None:
    result = invoke("raw", "GET", f"{MESSAGES}.json", "--all", "--key", "calls")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "calls: the answer has no list at this key; it has lists at messages" in result.stderr
    assert len(account.requests) == 1


def test_a_page_that_cannot_be_read_is_asked_for_again(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    account.faults.script(Fault.garbage_body())
    result = invoke("raw", "GET", f"{MESSAGES}.json", "--all", "--key", "messages")

    assert len(records(result)) == 1
    assert len(account.requests) == 2
