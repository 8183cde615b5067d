"""Messages that come in: what the webhook is asked, and what becomes of its answer."""

import pytest
from aiohttp import web

from tests.emulator.flows.conftest import NUMBER, PERSON
from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from tests.support.official import MESSAGING, is_signed
from tests.support.webhook import Webhook
from twilio_async.emulator import Emulator

pytestmark = pytest.mark.usefixtures("number")


def twiml(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'


async def test_an_echo_bot_replies(
    api: Api, emulator: Emulator, webhook: Webhook, clock: ManualClock
) -> None:
    async def echo(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        response = MESSAGING.MessagingResponse()
        response.message(f"You said: {form['Body']!s}")
        return web.Response(text=str(response), content_type="application/xml")

    webhook.answers["/sms"] = [echo]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Grüße & co")

    [reply] = received.replies
    assert (reply.body, reply.direction) == ("You said: Grüße & co", "outbound-reply")
    assert (reply.to, reply.from_) == (PERSON, NUMBER)
    assert emulator.messages == [received.message, reply]
    clock.advance(60)
    listed = (await api.get("Messages.json")).json["messages"]
    assert [one["status"] for one in listed] == ["delivered", "received"]
    [callback] = emulator.callbacks
    assert (callback.purpose, callback.status, callback.attempts) == ("incoming-message", 200, 1)


async def test_the_webhook_is_asked_with_all_that_is_known(
    api: Api, emulator: Emulator, webhook: Webhook
) -> None:
    received = await emulator.scenes.receive_message(
        from_="(555) 867-5310", to=NUMBER, body="x" * 161, media=["https://example.com/a.png"]
    )
    sid = received.message.sid
    [request] = webhook.requests
    [media] = (await api.get(f"Messages/{sid}/Media.json")).json["media_list"]
    media_url = emulator.url + media["uri"].removesuffix(".json")

    assert request.method == "POST"
    assert request.form == {
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "SmsStatus": "received",
        "AccountSid": emulator.account_sid,
        "From": PERSON,
        "To": NUMBER,
        "ApiVersion": "2010-04-01",
        "Body": "x" * 161,
        "NumMedia": "1",
        "NumSegments": "2",
        "MediaContentType0": "image/png",
        "MediaUrl0": media_url,
        "FromCity": "",
        "FromState": "",
        "FromZip": "",
        "FromCountry": "US",
        "ToCity": "",
        "ToState": "",
        "ToZip": "",
        "ToCountry": "US",
    }
    assert is_signed(request, webhook.url, emulator.auth_token)
    assert not is_signed(request, f"{webhook.url}/x", emulator.auth_token)


async def test_replies_with_media_and_others(
    emulator: Emulator, webhook: Webhook, clock: ManualClock
) -> None:
    webhook.answers["/sms"] = [
        twiml(
            '<Message to="+15558675311" statusCallback="/reply-status">'
            "<Body>Two</Body><Media>/a.png</Media><Media>https://example.com/b.gif</Media></Message>"
            "<Message>\n  Three\n</Message>"
            '<Redirect method="GET">next?a=1</Redirect><Message>never</Message>'
        )
    ]
    webhook.answers["/next"] = [web.Response(text="plain", content_type="text/plain")]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")

    assert [(one.body, one.to, one.num_media) for one in received.replies] == [
        ("Two", "+15558675311", 2),
        ("Three", PERSON, 0),
        ("plain", PERSON, 0),
    ]
    redirected = webhook.requests[-1]
    assert (redirected.method, redirected.path, redirected.pairs) == ("GET", "/next", [])
    assert redirected.target.startswith("/next?a=1&MessageSid=")
    assert is_signed(redirected, webhook.url, emulator.auth_token)
    clock.advance(60)
    await emulator.deliver_callbacks()
    assert [form["MessageStatus"] for form in webhook.forms("/reply-status")] == ["sent", "delivered"]


async def test_an_action_takes_over(emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/sms"] = [twiml('<Message action="/after">One</Message><Message>never</Message>')]
    webhook.answers["/after"] = [twiml("<Message>Two</Message>")]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER)

    assert [reply.body for reply in received.replies] == ["One", "Two"]
    assert webhook.forms("/after")[0]["MessageSid"] == received.replies[0].sid


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (500, 11200),
        (404, 11200),
        ("<Response>", 12100),
        ("<Answer/>", 12100),
        ('<!DOCTYPE r [<!ENTITY e "x">]><Response><Message>&e;</Message></Response>', 12100),
        (web.Response(body=b"{}", content_type="application/json"), 12300),
    ],
)
async def test_a_webhook_that_fails_has_its_fallback_asked(
    emulator: Emulator, webhook: Webhook, answer: int | str | web.Response, code: int
) -> None:
    webhook.answers["/sms"] = [answer]
    webhook.answers["/sms-fallback"] = [twiml("<Message>Sorry</Message>")]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")

    assert [reply.body for reply in received.replies] == ["Sorry"]
    assert [trouble.code for trouble in received.trouble] == [code]
    [fallback] = webhook.forms("/sms-fallback")
    assert (fallback["ErrorCode"], fallback["ErrorUrl"]) == (str(code), f"{webhook.url}/sms")
    assert emulator.callbacks[0].error_code == code


async def test_nothing_to_say(emulator: Emulator, webhook: Webhook) -> None:
    for answer in (204, twiml("")):
        webhook.answers["/sms"] = [answer]
        received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")
        assert (received.replies, received.trouble) == ([], [])


async def test_documents_that_lead_in_a_circle_end(emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/sms"] = [twiml("<Redirect/>")]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")

    assert received.trouble[-1].code == 12400
    assert len(webhook.requests) == 100


async def test_the_application_or_the_service_of_a_number_goes_before(
    api: Api, emulator: Emulator, webhook: Webhook, number: str
) -> None:
    application = await api.post("Applications.json", SmsUrl=f"{webhook.url}/app", SmsMethod="GET")
    await api.post(f"IncomingPhoneNumbers/{number}.json", SmsApplicationSid=application.json["sid"])
    await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")
    assert [(request.method, request.path) for request in webhook.requests] == [("GET", "/app")]

    service = emulator.scenes.add_messaging_service(
        senders=[NUMBER], inbound_request_url=f"{webhook.url}/service"
    )
    await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")
    assert webhook.forms("/service")[0]["MessagingServiceSid"] == service


async def test_a_short_code_and_numbers_of_nobody(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    code = emulator.scenes.add_short_code("12345")
    await api.post(f"SMS/ShortCodes/{code}.json", SmsUrl=f"{webhook.url}/short")
    await emulator.scenes.receive_message(from_=PERSON, to="12345", body="Hi")
    assert [form["To"] for form in webhook.forms("/short")] == ["12345"]

    webhook.requests.clear()
    account = emulator.scenes.add_account()
    received = await emulator.scenes.receive_message(
        from_=PERSON, to="+15550109999", body="Hi", account_sid=account.sid
    )
    assert (received.message.account_sid, received.replies, webhook.requests) == (account.sid, [], [])
    with pytest.raises(KeyError):
        await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, account_sid="AC0")


async def test_who_asks_to_stop_gets_nothing_more(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/sms"] = [twiml("<Message>Why?</Message>")]
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body=" stop\n")

    assert (received.replies, [trouble.code for trouble in received.trouble]) == ([], [21610])
    refused = await api.send(To=PERSON, From=NUMBER)
    assert (refused.status, refused.code) == (400, 21610)
    assert (await api.send(To=PERSON, From="+15550109999")).status == 201
    assert len(webhook.forms("/sms")) == 1
    received = await emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="START")
    assert [reply.body for reply in received.replies] == ["Why?"]
    assert (await api.send(To=PERSON, From=NUMBER)).status == 201
