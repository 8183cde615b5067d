"""What the log says of requests that are refused since Twilio did not sign them so."""

import logging

import pytest
from aiohttp import web

from twilio_async.webhooks import Receiver, WebhookEvent
from twilio_async.webhooks.on_aiohttp import signed_socket, webhook

from .senders import INCOMING, TOKEN, Sender, aiohttp_server

LOCAL = "if Twilio knows another address of this server, give the receiver public_url"
WRONG = {"X-Twilio-Signature": "a" * 27 + "="}


async def said(
    caplog: pytest.LogCaptureFixture, receiver: Receiver, path: str, headers: dict[str, str]
) -> str:
    """The one warning, after a request with these headers was refused."""

    @webhook(receiver, WebhookEvent)
    async def hear(_: web.Request, __: WebhookEvent) -> None: ...

    @signed_socket(receiver)
    async def listen(_: web.Request) -> web.StreamResponse:
        return web.Response()

    app = web.Application()
    app.router.add_post("/{rest:.*}", hear)
    app.router.add_get("/{rest:.*}", listen)
    with caplog.at_level(logging.WARNING):
        async with aiohttp_server(app) as sender:
            reply = await _sent(sender, path, headers)
    assert reply == 403
    [record] = caplog.records
    assert (record.name, record.levelname) == ("twilio_async.webhooks", "WARNING")
    shown = record.getMessage()
    assert not [each for each in (*INCOMING.values(), TOKEN, "seventeen") if len(each) > 1 and each in shown]
    return shown.replace(sender.address.removeprefix("http"), "://LOCAL")


async def _sent(sender: Sender, path: str, headers: dict[str, str]) -> int:
    if path.startswith("/socket"):
        return (await sender.get(path, headers)).status
    return (await sender.post(path, INCOMING, headers)).status


@pytest.mark.parametrize("headers", [{}, WRONG], ids=["missing", "wrong"])
async def test_an_address_that_twilio_hardly_knows(
    caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    shown = await said(caplog, Receiver(TOKEN), "/sms?secret=seventeen", headers)

    reason = "its X-Twilio-Signature matches none of the auth tokens" if headers else "it has no X-Twilio-Sig"
    assert shown.startswith(f"Refused a request for 'http://LOCAL/sms': {reason}")
    assert (LOCAL in shown) is bool(headers)


@pytest.mark.parametrize(
    ("public_url", "is_hinted"),
    [
        ("https://example.com", False),
        ("https://127.example.com:8443/hooks", False),
        ("http://example.com", True),
        ("https://localhost:8443", True),
        ("https://127.0.0.1", True),
        ("https://[::1]:8443", True),
        ("https://[2001:db8::1]", False),
    ],
)
async def test_the_address_by_its_setting(
    caplog: pytest.LogCaptureFixture, public_url: str, is_hinted: bool
) -> None:
    shown = await said(caplog, Receiver(TOKEN, public_url=public_url), "/a%2Fb?c=seventeen", WRONG)

    assert f"'{public_url}/a%2Fb'" in shown
    assert (LOCAL in shown) is is_hinted


async def test_a_socket(caplog: pytest.LogCaptureFixture) -> None:
    receiver = Receiver(TOKEN, public_url="https://example.com")

    assert "'wss://example.com/socket'" in await said(caplog, receiver, "/socket?secret=seventeen", WRONG)


async def test_numbers_stay_out(caplog: pytest.LogCaptureFixture) -> None:
    receiver = Receiver(TOKEN, public_url="https://example.com")

    assert "'https://example.com/of/+***/v2'" in await said(caplog, receiver, "/of/+15558675310/v2", {})


@pytest.mark.parametrize("host", ["[1:2]", "[", "a b", "x@example.com", ""])
async def test_a_host_that_is_none_is_no_error(caplog: pytest.LogCaptureFixture, host: str) -> None:
    @webhook(Receiver(TOKEN), WebhookEvent)
    async def hear(_: web.Request, __: WebhookEvent) -> None: ...

    app = web.Application()
    app.router.add_post("/sms", hear)
    async with aiohttp_server(app) as sender:
        reply = await sender.post("/sms", INCOMING, WRONG | {"Host": host})

    assert reply.status in {400, 403}
    assert not [record for record in caplog.records if record.exc_info]
