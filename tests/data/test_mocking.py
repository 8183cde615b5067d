"""Users may mock this client as they mock aiohttp, and mock it itself."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, MagicMock, Mock, create_autospec, patch

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.pages import page_body, record_body
from twilio_async import Client, ConfigurationError, Message, NotFound, Unsubscribed
from twilio_async.core.codec.answers import structure
from twilio_async.testing import TwilioEmulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.mocking import Mocked

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
    first, second, third = (RECORD | {"sid": sid} for sid in ("SM1", "SM2", "SM3"))
    page = page_body("json", "messages", [first, second], next_page_uri=following)
    mocked.get(f"{MESSAGES}.json?PageSize=2", body=page)
    mocked.get(API + following, body=page_body("json", "messages", [third], next_page_uri=None))
    async with client_for(API) as client:
        assert [message.sid async for message in client.messages.list(page_size=2)] == ["SM1", "SM2", "SM3"]


async def test_xml_is_read(mocked: Mocked) -> None:
    body = record_body("2008", "sms_message", {"sid": "SM1", "flags": "4"})
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


async def greeting(client: Client) -> str | None:
    """A function of a program, which its tests give a mock."""
    message = await client.messages.create(to=TO, from_=FROM, body="Hi")
    return message.sid


def message() -> Message:
    return structure(Message, dict(RECORD), "Message")


def client() -> Client:
    return Client(ACCOUNT, TOKEN)


SPECIFIED: dict[str, Callable[[], Any]] = {
    "instance": lambda: create_autospec(Client, instance=True),
    "class": lambda: create_autospec(Client)(ACCOUNT, TOKEN),
    "spec_set": lambda: create_autospec(Client, spec_set=True, instance=True),
    "object": lambda: create_autospec(client()),
}


@pytest.mark.parametrize("kind", SPECIFIED)
async def test_a_mock_made_of_the_client_is_awaitable_where_the_client_is(kind: str) -> None:
    mock = SPECIFIED[kind]()
    mock.messages.create.return_value = message()

    assert await greeting(mock) == MESSAGE
    mock.messages.create.assert_awaited_once_with(to=TO, from_=FROM, body="Hi")
    assert not isinstance(mock.messages.list, AsyncMock)
    await mock.request("GET", "/2010-04-01/Accounts.json")
    async with mock:
        await mock.close()


@pytest.mark.parametrize("kind", SPECIFIED)
def test_a_mock_made_of_the_client_refuses_wrong_names(kind: str) -> None:
    mock = SPECIFIED[kind]()

    for wrong in ("mesages", "messages.creat", "sip.domain", "v2008.sms.mesages", "accounts.creat"):
        with pytest.raises(AttributeError):
            attrgetter(wrong)(mock)
    for misused in (
        lambda: mock.messages.create(bodi="Hi"),
        lambda: mock.messages.create(FROM, TO),
        lambda: mock.accounts(ACCOUNT, MESSAGE),
        mock.messages,
        mock.request,
    ):
        with pytest.raises(TypeError):
            misused()


@pytest.mark.parametrize("kind", SPECIFIED)
def test_a_mock_made_of_the_client_has_all_that_hangs_on_it(kind: str) -> None:
    mock = SPECIFIED[kind]()

    for called in (
        mock.messages,
        mock.accounts,
        mock.v2008.accounts,
        mock.v2008.sms.messages,
        mock.sip.domains,
    ):
        called(ACCOUNT)
    for awaited in (mock.balance.fetch, mock.accounts.create, mock.usage.triggers.create, mock.tokens.create):
        assert isinstance(awaited, AsyncMock)
    for listed in (mock.usage.records.daily.list, mock.v2008.calls.list, mock.available_phone_numbers.list):
        assert not isinstance(listed, AsyncMock)


async def test_a_resource_of_the_class_is_what_mocks_of_calls_are_made_of() -> None:
    mock = create_autospec(Client, instance=True)
    mock.messages.return_value = create_autospec(Client.messages(MESSAGE))
    mock.messages.return_value.fetch.return_value = message()

    assert (await mock.messages(MESSAGE).fetch()).sid == MESSAGE
    with pytest.raises(AttributeError):
        mock.messages(MESSAGE).fetsh  # noqa: B018 - the look-up is the point


async def test_a_resource_of_the_class_asks_nobody() -> None:
    for use in (Client.messages.create(to=TO, from_=FROM, body="Hi"), Client.messages(MESSAGE).fetch()):
        with pytest.raises(ConfigurationError, match="use a client"):
            await use


@pytest.mark.parametrize("kind", [Mock, MagicMock, AsyncMock])
async def test_a_mock_with_the_names_of_the_client_awaits_its_own_methods(kind: Any) -> None:
    mock = kind(spec=Client)

    await mock.request("GET", "/")
    await mock.close()
    assert mock.messages.create
    with pytest.raises(AttributeError):
        mock.mesages  # noqa: B018 - the look-up is the point


async def test_a_bare_async_mock_serves_a_call() -> None:
    mock = AsyncMock()
    mock.messages.create.return_value = message()

    assert await greeting(mock) == MESSAGE


@pytest.mark.parametrize("name", ["messages", "accounts", "v2008"])
def test_assigning_a_mock_says_how_to_do_it_instead(name: str) -> None:
    real: Any = client()
    advice = rf"Client\.{name} cannot be replaced.*patch\.object\(type\(client\.messages\).*TwilioEmulator"
    with pytest.raises(AttributeError, match=advice):
        setattr(real, name, Mock())
    with pytest.raises(AttributeError, match=advice), patch.object(real, name):
        pass
    with pytest.raises(AttributeError, match=r"MessageContext\.media cannot be replaced"):
        real.messages(MESSAGE).media = Mock()

    assert getattr(real, name) is not None


async def test_the_advice_works() -> None:
    real = client()
    wrong: dict[str, Any] = {"bodi": "Hi"}
    with patch.object(type(real.messages), "create", return_value=message()) as create:
        assert await greeting(real) == MESSAGE
    create.assert_awaited_once_with(to=TO, from_=FROM, body="Hi")
    with patch.object(type(real.messages), "create", autospec=True, return_value=message()):
        assert await greeting(real) == MESSAGE
        with pytest.raises(TypeError):
            await real.messages.create(**wrong)
    async with TwilioEmulator() as twilio:
        assert await greeting(twilio.client) == twilio.messages[0].sid
