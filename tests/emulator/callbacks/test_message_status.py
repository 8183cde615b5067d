"""Reports on messages: when they are made, to whom, and with what."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from tests.support.official import is_signed
from tests.support.webhook import Webhook
from twilio_async.emulator import Emulator, SenderLimits

SERVICE = "MG" + "5" * 32


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    async with Webhook() as running:
        yield running


def statuses(webhook: Webhook, path: str = "/status") -> list[str]:
    return [form["MessageStatus"] for form in webhook.forms(path)]


async def test_a_message_is_reported_as_it_moves_on(
    api: Api, emulator: Emulator, clock: ManualClock, webhook: Webhook
) -> None:
    sid = (await api.send(StatusCallback=f"{webhook.url}/status?key=a%2Fb")).json["sid"]
    await emulator.deliver_callbacks()
    assert webhook.requests == []
    clock.advance(1)
    await emulator.deliver_callbacks()
    assert statuses(webhook) == ["sent"]
    clock.advance(60)
    await emulator.deliver_callbacks()
    await emulator.deliver_callbacks()

    assert statuses(webhook) == ["sent", "delivered"]
    assert webhook.requests[1].form == {
        "AccountSid": emulator.account_sid,
        "ApiVersion": "2010-04-01",
        "From": FROM,
        "To": TO,
        "MessageSid": sid,
        "MessageStatus": "delivered",
        "SmsSid": sid,
        "SmsStatus": "delivered",
        "RawDlrDoneDate": "2603011200",
    }
    assert webhook.requests[0].target == "/status?key=a%2Fb"
    assert [callback.status for callback in emulator.callbacks] == [204, 204]
    assert emulator.callbacks[0].form["MessageStatus"] == "sent"


async def test_reports_are_signed_with_the_auth_token(
    api: Api, emulator: Emulator, clock: ManualClock, webhook: Webhook
) -> None:
    account = emulator.scenes.add_account()
    url = f"{webhook.url}/status?b=2&a=%20x"
    await api.send(StatusCallback=url, Body="Grüße")
    api.account_sid = account.sid
    await api.send(StatusCallback=f"{url}#rc=2&rt=500")
    clock.advance(60)
    await emulator.deliver_callbacks()

    assert len(webhook.requests) == 4
    for request in webhook.requests:
        is_main = request.form["AccountSid"] == emulator.account_sid
        assert is_signed(request, webhook.url, emulator.auth_token if is_main else account.auth_token)
        assert request.target == "/status?b=2&a=%20x"
        assert request.headers["user-agent"].startswith("TwilioProxy/")
        assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")


async def test_a_service_a_schedule_and_a_cancellation(
    api: Api, emulator: Emulator, clock: ManualClock, webhook: Webhook
) -> None:
    form = {"To": TO, "MessagingServiceSid": SERVICE, "Body": "Hi", "StatusCallback": f"{webhook.url}/status"}
    await api.post("Messages.json", form)
    clock.advance(60)
    await emulator.deliver_callbacks()
    assert statuses(webhook) == ["queued", "sent", "delivered"]
    assert webhook.requests[0].form["MessagingServiceSid"] == SERVICE

    later = {"ScheduleType": "fixed", "SendAt": "2026-03-01T12:30:00Z"}
    first = (await api.post("Messages.json", form, **later)).json["sid"]
    await api.post("Messages.json", form, **later)
    await api.post(f"Messages/{first}.json", Status="canceled")
    await emulator.deliver_callbacks()
    assert statuses(webhook)[3:] == ["canceled"]
    clock.advance(3600)
    await emulator.deliver_callbacks()
    assert statuses(webhook)[4:] == ["queued", "sent", "delivered"]


async def test_what_fails_says_why(
    clock: ManualClock, webhook: Webhook, api: Api, emulator: Emulator
) -> None:
    await api.send(StatusCallback=f"{webhook.url}/status")
    emulator.scenes.suspend()
    clock.advance(60)
    await emulator.deliver_callbacks()

    assert statuses(webhook) == ["failed"]
    assert webhook.requests[0].form["ErrorCode"] == "30002"


async def test_whose_status_callback_counts(
    api: Api, emulator: Emulator, clock: ManualClock, webhook: Webhook
) -> None:
    application = (
        await api.post(
            "Applications.json",
            MessageStatusCallback=f"{webhook.url}/app",
            SmsStatusCallback=f"{webhook.url}/app-sms",
        )
    ).json["sid"]
    service = emulator.scenes.add_messaging_service(status_callback=f"{webhook.url}/service")
    own = {"StatusCallback": f"{webhook.url}/own"}
    by_service = {"To": TO, "Body": "Hi", "MessagingServiceSid": service}
    sms = {"To": TO, "From": FROM, "Body": "Hi", "ApplicationSid": application}

    async def reported(path: str, form: dict[str, str]) -> set[str]:
        webhook.requests.clear()
        assert (await api.post(path, form)).status == 201
        clock.advance(60)
        await emulator.deliver_callbacks()
        return {request.path for request in webhook.requests}

    assert await reported("Messages.json", sms) == {"/app"}
    assert await reported("Messages.json", sms | own) == {"/own"}
    assert await reported("Messages.json", by_service) == {"/service"}
    assert await reported("Messages.json", by_service | own) == {"/own"}
    assert await reported("SMS/Messages.json", sms | own) == {"/app-sms"}
    assert [request.form["SmsStatus"] for request in webhook.requests] == ["sent"]
    assert "MessageStatus" not in webhook.requests[0].form
    assert await reported("Messages.json", {"To": TO, "From": FROM, "Body": "Hi"}) == set()


async def test_reports_come_by_themselves_in_time(
    session: ClientSession, clock: ManualClock, webhook: Webhook
) -> None:
    limits = SenderLimits(long_code=1, queue=9)
    async with Emulator(clock=clock.utc, sleep=clock.sleep, sender_limits=limits) as emulator:
        api = Api(session, emulator)
        for number in range(3):
            await api.send(StatusCallback=f"{webhook.url}/status", Body=str(number))
        await webhook.arrival(6)
        assert sorted(statuses(webhook)) == ["delivered"] * 3 + ["sent"] * 3
        assert emulator.messages[-1].sent_at is not None


async def test_stopping_breaks_off_what_is_planned(
    session: ClientSession, clock: ManualClock, webhook: Webhook
) -> None:
    async with Emulator(clock=clock.utc) as emulator:
        await Api(session, emulator).send(StatusCallback=f"{webhook.url}/status")
    assert webhook.requests == []


async def test_numbers_that_say_how_a_message_ends(
    api: Api, emulator: Emulator, clock: ManualClock, webhook: Webhook
) -> None:
    for number in ("+15005550011", "+15005550012", "+15005550013"):
        sid = (await api.send(To=number, StatusCallback=f"{webhook.url}/status")).json["sid"]
        clock.advance(60)
        await emulator.deliver_callbacks()
        last = webhook.forms("/status")[-1]
        shown = (await api.get(f"Messages/{sid}.json")).json
        assert (last["MessageStatus"], last["ErrorCode"]) == (shown["status"], str(shown["error_code"]))

    assert statuses(webhook) == ["sent", "undelivered", "sent", "undelivered", "failed"]
    assert [form.get("ErrorCode") for form in webhook.forms("/status")] == [
        None,
        "30003",
        None,
        "30005",
        "30008",
    ]
