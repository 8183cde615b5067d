"""Users may mock this client as they mock aiohttp."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, client_for
from twilio_async import NotFound, Unsubscribed

Mocked: TypeAlias = Any
"""An `aioresponses`, whose methods are not typed."""

API = "https://api.twilio.com"
MESSAGES = f"{API}/2010-04-01/Accounts/{ACCOUNT}/Messages"


def calls(mocked: Mocked) -> list[tuple[str, str, Any]]:
    """Method, address and body of each request, in order."""
    return [
        (method, str(url), call.kwargs["data"])
        for (method, url), made in mocked.requests.items()
        for call in made
    ]


async def test_a_message_is_sent(mocked: Mocked) -> None:
    mocked.post(f"{MESSAGES}.json", status=201, payload=RECORD, headers={"Twilio-Request-Id": "RQ1"})
    async with client_for(API) as client:
        message = await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert (message.sid, message.status) == (MESSAGE, "queued")
    assert message.http_response is not None
    assert message.http_response.request_id == "RQ1"
    form = f"To=%2B{TO[1:]}&From=%2B{FROM[1:]}&Body=Hi".encode()
    assert calls(mocked) == [("POST", f"{MESSAGES}.json", form)]


async def test_a_history_is_streamed(mocked: Mocked) -> None:
    following = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=2&Page=1&PageToken=PASM2"
    mocked.get(
        f"{MESSAGES}.json?PageSize=2",
        payload={"messages": [RECORD | {"sid": "SM1"}, RECORD | {"sid": "SM2"}], "next_page_uri": following},
    )
    mocked.get(API + following, payload={"messages": [RECORD | {"sid": "SM3"}], "next_page_uri": None})
    async with client_for(API) as client:
        assert [message.sid async for message in client.messages.list(page_size=2)] == ["SM1", "SM2", "SM3"]


async def test_xml_is_read(mocked: Mocked) -> None:
    body = "<TwilioResponse><SMSMessage><Sid>SM1</Sid><Flags>4</Flags></SMSMessage></TwilioResponse>"
    mocked.get(f"{API}/2008-08-01/Accounts/{ACCOUNT}/SMS/Messages/{MESSAGE}", body=body)
    async with client_for(API) as client:
        sms = await client.v2008.sms.messages(MESSAGE).fetch()

    assert (sms.sid, sms.flags) == ("SM1", 4)


@pytest.mark.parametrize(("status", "code", "kind"), [(404, 20404, NotFound), (400, 21610, Unsubscribed)])
async def test_refusals_are_typed(status: int, code: int, kind: type[Exception], mocked: Mocked) -> None:
    mocked.get(f"{MESSAGES}/{MESSAGE}.json", status=status, payload={"code": code, "message": "No"})
    async with client_for(API) as client:
        with pytest.raises(kind):
            await client.messages(MESSAGE).fetch()
