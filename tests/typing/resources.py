"""Lines over the whole API, as an editor completes them: type-checked, never run."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

from twilio_async import (
    Account,
    AvailablePhoneNumber,
    Balance,
    Call,
    CallFlags,
    CallStatus,
    Client,
    Conference,
    IncomingPhoneNumber,
    LegacyCall,
    LegacyCallStatus,
    Listing,
    Message,
    NewKey,
    NotificationDetails,
    Participant,
    PhoneNumberCapabilities,
    PhoneNumberSettings,
    Queue,
    Recording,
    Response,
    Sandbox,
    SipAuthMapping,
    SipDomain,
    Stream,
    UsageRecord,
    ValidationRequest,
)

TO, FROM = "+15558675310", "+15005550006"


async def save(client: Client, sid: str, folder: Path) -> Path:
    return await client.recordings(sid).download(folder / f"{sid}.wav")


async def voice(client: Client, folder: Path) -> None:
    call = await client.calls.create(
        to=TO, from_=FROM, url="https://example.com/voice", record=True, timeout=30
    )
    assert_type(call, Call)
    assert_type(call.status, CallStatus)
    while call.status.value not in {"completed", "failed"}:
        call = await client.calls(call.sid).fetch()
    print(call.sid[:2], call.direction.value.partition("-"), len(call.account_sid))  # noqa: T201 - as users do
    assert_type(await client.calls("CA1").update(status="completed"), Call)
    assert_type(client.calls.list(start_time_after=date(2026, 1, 1), status="busy"), Listing[Call])
    stream = await client.calls("CA1").streams.create(url="wss://example.com", parameters={"language": "en"})
    assert_type(stream, Stream)
    async for recording in client.recordings.list(call_sid="CA1", date_created_after=datetime.now(UTC)):
        assert_type(recording, Recording)
        await save(client, recording.sid, folder)
        assert_type(recording.duration, int | None)
    saved = await client.recordings("RE1").download(
        folder / "a.mp3", format="mp3", channels=2, progress=print
    )
    assert_type(saved, Path)
    assert_type(await client.transcriptions("TR1").text(), str)
    room = client.conferences("CF1")
    assert_type(await room.update(status="completed"), Conference)
    guest = await room.participants.create(to=TO, from_=FROM, muted=True, beep="onEnter")
    assert_type(guest, Participant)
    await client.conferences(guest.conference_sid).participants(guest.call_sid).update(muted=False)
    async for member in client.queues("QU1").members.list():
        await client.calls(member.call_sid).update(status="completed")
    async for event in client.calls(call.sid).events.list():
        print(event.request["url"], event.response["response_code"])  # noqa: T201 - as users do
    assert_type(await client.queues.create(friendly_name="support", max_size=100), Queue)
    assert_type(await client.notifications("NO1").fetch(), NotificationDetails)
    await client.calls.create(to=TO, from_=FROM, status_callbak="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def numbers(client: Client) -> None:
    found = await client.available_phone_numbers("US").local.list(area_code=510, sms_enabled=True, limit=5)
    assert_type(found, list[AvailablePhoneNumber])
    assert_type(found[0].latitude, float | None)
    settings: PhoneNumberSettings = {"sms_url": "https://example.com/sms", "sms_method": "GET"}
    bought = await client.incoming_phone_numbers.create(phone_number=found[0].phone_number, **settings)
    assert_type(bought, IncomingPhoneNumber)
    await client.calls.create(to=TO, from_=bought.phone_number, twiml="<Response/>")
    await client.incoming_phone_numbers(bought.sid).delete()
    assert_type(bought.capabilities, PhoneNumberCapabilities | None)
    assert_type(await client.incoming_phone_numbers("PN1").update(account_sid="AC1"), IncomingPhoneNumber)
    request = await client.outgoing_caller_ids.create(phone_number=TO, call_delay=5)
    assert_type(request, ValidationRequest)
    assert_type((request.phone_number, request.validation_code), tuple[str, str])
    countries = [country.country_code async for country in client.available_phone_numbers.list()]
    assert_type(countries, list[str])
    assert_type(await client.sandbox.fetch(), Sandbox)
    await client.incoming_phone_numbers("PN1").update(sms_method="PUT")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def administration(client: Client) -> None:
    customer = await client.accounts.create(friendly_name="A customer's")
    assert_type(customer, Account)
    assert_type(await client.accounts(customer.sid).messages.list(), list[Message])
    assert_type(await client.accounts("AC1").update(status="suspended"), Account)
    key = await client.keys.create(friendly_name="worker")
    assert_type(key, NewKey)
    assert_type({key.sid: key.secret}, dict[str, str])
    balance = await client.balance.fetch()
    assert_type(balance, Balance)
    assert_type(balance.account_sid, str)
    assert_type((await client.tokens.create()).username, str)
    async for record in client.usage.records.monthly.list(category="totalprice", start_date=date(2026, 1, 1)):
        assert_type(record, UsageRecord)
        assert_type(record.price, Decimal | None)
        assert_type(record.category.upper(), str)
    assert_type(await client.sip.domains.create(domain_name="example.sip.twilio.com"), SipDomain)
    mappings = client.sip.domains("SD1").auth.calls.credential_list_mappings
    assert_type(await mappings.create(credential_list_sid="CL1"), SipAuthMapping)
    async for call in client.v2008.calls.list(status=LegacyCallStatus.COMPLETE):
        assert_type(call, LegacyCall)
        assert_type(await client.v2008.calls(call.sid).fetch(), LegacyCall)
        assert_type(call.flags, CallFlags | None)
    assert_type(await client.request("GET", "https://verify.twilio.com/v2/Services"), Response)
    async for service in client.iterate("https://verify.twilio.com/v2/Services"):
        assert_type(service, dict[str, Any])
    client.adresses.list()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
