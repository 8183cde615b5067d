"""Requests to webhooks: repeated, redirected, within their times, and to this machine alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from tests.support.times import turns
from tests.support.webhook import Answer, Webhook
from twilio_async.emulator import Callback, Emulator
from twilio_async.emulator.callbacks.addresses import Address, Overrides


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    async with Webhook() as running:
        yield running


async def reported(api: Api, emulator: Emulator, url: str) -> Callback:
    """The callback that tells `url` of a message that is sent."""
    sent = await api.send(StatusCallback=url)
    assert sent.status == 201
    emulator.callbacks.clear()
    emulator.scenes.suspend()
    await emulator.deliver_callbacks()
    emulator.scenes.reactivate()
    [callback] = emulator.callbacks
    return callback


@pytest.mark.parametrize(
    ("fragment", "outcome"),
    [
        ("", (500, 1)),
        ("#rc=2&rp=5xx", (500, 3)),
        ("#rc=2&rp=4xx", (500, 1)),
        ("#rc=3&rp=4xx,5xx", (404, 4)),
        ("#rc=2&rp=all", (500, 3)),
        ("#rc=2&rp=all", (200, 1)),
        ("#rp=all", (500, 2)),
        ("#rc=9&rp=all", (500, 2)),
        ("#rc=0&rp=all", (500, 1)),
    ],
)
async def test_repetitions(
    api: Api, emulator: Emulator, webhook: Webhook, fragment: str, outcome: tuple[int, int]
) -> None:
    answer, attempts = outcome
    webhook.answers["/status"] = [answer]
    callback = await reported(api, emulator, f"{webhook.url}/status{fragment}")

    assert (callback.attempts, callback.status) == (attempts, answer)
    assert len({request.headers["i-twilio-idempotency-token"] for request in webhook.requests}) == 1
    assert len(webhook.requests) == attempts
    assert (callback.error_code is None) == (answer < 400)


async def test_a_repetition_that_succeeds(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/status"] = [503, 200]
    callback = await reported(api, emulator, f"{webhook.url}/status#rc=3&rp=5xx")

    assert (callback.attempts, callback.status, callback.error) == (2, 200, None)


async def test_no_connection_is_tried_again(api: Api, emulator: Emulator, closed_port: int) -> None:
    callback = await reported(api, emulator, f"http://127.0.0.1:{closed_port}/status")

    assert (callback.attempts, callback.status, callback.error_code) == (2, None, 11205)


async def test_an_answer_that_takes_too_long(api: Api, emulator: Emulator, mute_port: int) -> None:
    callback = await reported(api, emulator, f"http://127.0.0.1:{mute_port}/status#rt=100")

    assert (callback.attempts, callback.error_code) == (1, 11200)


async def test_redirects_are_followed_on_this_machine(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    def to(place: str, status: int) -> Answer:
        async def redirect(_: web.BaseRequest) -> web.Response:
            return web.Response(status=status, headers={"Location": place})

        return redirect

    webhook.answers |= {"/status": [to("/kept", 307)], "/kept": [to("/got?a=1", 303)]}
    callback = await reported(api, emulator, f"{webhook.url}/status")
    assert [(request.method, request.target) for request in webhook.requests] == [
        ("POST", "/status"),
        ("POST", "/kept"),
        ("GET", "/got?a=1"),
    ]
    assert callback.status == 204

    webhook.answers["/status"] = [to("https://example.com/", 302)]
    assert "loopback" in str((await reported(api, emulator, f"{webhook.url}/status")).error)
    webhook.answers["/status"] = [to("/status", 302)]
    assert (await reported(api, emulator, f"{webhook.url}/status")).error_code == 11215


@pytest.mark.parametrize("host", ["example.com", "10.0.0.1", "127.0.0.1.example.com", "[2001:db8::1]"])
async def test_nothing_leaves_this_machine(api: Api, emulator: Emulator, host: str) -> None:
    await api.send(StatusCallback=f"https://{host}/status")
    call = {"To": "+15558675310", "From": "+15550100000", "Url": "https://example.com/voice"}
    await api.post("Calls.json", call, StatusCallback=f"https://{host}/status")
    message, _ = emulator.callbacks

    assert [callback.purpose for callback in emulator.callbacks] == ["message-status", "call-status"]
    assert (message.status, message.attempts) == (None, 0)
    assert message.error == "the emulator makes callbacks to loopback addresses only"


async def test_it_may_be_told_otherwise(session: ClientSession, clock: ManualClock, closed_port: int) -> None:
    async with Emulator(clock=clock.utc, callbacks_anywhere=True) as emulator:
        callback = await reported(Api(session, emulator), emulator, f"http://0.0.0.0:{closed_port}/#rc=0")

        assert callback.error_code == 11205


async def test_a_slow_webhook_holds_up_its_own_message_alone(
    api: Api, emulator: Emulator, webhook: Webhook, clock: ManualClock
) -> None:
    goes_on = asyncio.Event()

    async def wait(_: web.BaseRequest) -> web.Response:
        await goes_on.wait()
        return web.Response()

    webhook.answers["/slow"] = [wait]
    await api.send(StatusCallback=f"{webhook.url}/slow")
    await api.send(StatusCallback=f"{webhook.url}/fast")
    clock.advance(60)
    delivering = asyncio.create_task(emulator.deliver_callbacks())
    await webhook.arrival(3)
    assert len(webhook.forms("/slow")) == 1
    assert [form["MessageStatus"] for form in webhook.forms("/fast")] == ["sent", "delivered"]
    goes_on.set()
    await delivering
    assert [form["MessageStatus"] for form in webhook.forms("/slow")] == ["sent", "delivered"]


async def test_stopping_does_not_wait_for_a_webhook(
    session: ClientSession, clock: ManualClock, mute_port: int
) -> None:
    async with Emulator(clock=clock.utc) as emulator:
        await Api(session, emulator).send(StatusCallback=f"http://127.0.0.1:{mute_port}/")
        clock.advance(60)
        delivering = asyncio.create_task(emulator.deliver_callbacks())
        await turns()
    await asyncio.gather(delivering, return_exceptions=True)
    assert emulator.callbacks[0].status is None


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", Overrides()),
        ("ct=2000&rt=3000&tt=4000", Overrides(2.0, 3.0, 4.0)),
        ("ct=1&rt=99999&tt=x&rc=-1&rp=none", Overrides(retries_after=frozenset())),
        ("rc=5&rp=ct,rt", Overrides(retries=5, retries_after=frozenset({"ct", "rt"}))),
    ],
)
def test_overrides(fragment: str, expected: Overrides) -> None:
    assert Address.read(f"http://localhost/#{fragment}").overrides == expected


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://localhost:5000/", True),
        ("http://app.localhost/", True),
        ("http://user:word@127.3.2.1/", True),
        ("http://[::1]:5000/", True),
        ("http://localhost@example.com/", False),
        ("http://localhost.example.com/", False),
        ("http://[::1/", False),
        ("", False),
    ],
)
def test_loopback(url: str, is_loopback: bool) -> None:
    assert Address.read(url).is_loopback == is_loopback


def test_user_info_is_not_signed() -> None:
    assert Address.read("http://user:word@localhost:1/a?b#rc=1").signed == "http://localhost:1/a?b"
