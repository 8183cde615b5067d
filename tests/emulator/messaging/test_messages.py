"""Messages and Feedback of 2010-04-01: create, fetch, update, delete, and what is refused."""

import re

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

SERVICE = "MG" + "5" * 32


MEDIA = "https://example.com/parcel.png"


async def test_a_created_message_is_answered_in_full_and_kept(api: Api, emulator: Emulator) -> None:
    answer = await api.send(Body="Hello")

    sid = answer.json["sid"]
    path = f"/2010-04-01/Accounts/{emulator.account_sid}/Messages/{sid}"
    assert answer.status == 201
    assert re.fullmatch("SM[0-9a-f]{32}", sid)
    assert answer.json == {
        "sid": sid,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_sent": None,
        "account_sid": emulator.account_sid,
        "to": TO,
        "from": FROM,
        "messaging_service_sid": None,
        "body": "Hello",
        "status": "queued",
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "api_version": "2010-04-01",
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "uri": f"{path}.json",
        "subresource_uris": {"media": f"{path}/Media.json"},
    }
    assert [message.sid for message in emulator.messages] == [sid]
    assert emulator.executed == {"POST Messages": 1}


async def test_a_message_is_created_and_fetched_as_xml(api: Api) -> None:
    created = await api.post("Messages", To=TO, From=FROM, Body='Parcel <17> & "18"\r\n\x07')
    fetched = await api.get(f"Messages/{created.fields['Sid']}.xml")

    assert created.status == 201
    assert created.headers["Content-Type"] == "application/xml"
    assert created.body.startswith(
        b"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Message><Sid>SM"
    )
    assert " ".join(fetched.fields) == (
        "Sid DateCreated DateUpdated DateSent AccountSid To From MessagingServiceSid Body Status NumSegments "
        "NumMedia Direction ApiVersion Price PriceUnit ErrorCode ErrorMessage Uri SubresourceUris"
    )
    assert fetched.fields["Body"] == 'Parcel <17> & "18"\r\n\ufffd'
    assert fetched.fields["Price"] is None
    assert fetched.xml.findtext("SubresourceUris/Media") == f"{fetched.fields['Uri']}/Media"
    assert fetched.body == created.body


async def test_a_status_moves_on_with_the_clock(api: Api, clock: ManualClock) -> None:
    sid = (await api.send(Body="x" * 161)).json["sid"]
    seen: list[tuple[str | None, ...]] = []
    for _ in range(4):
        message = (await api.get(f"Messages/{sid}.json")).json
        seen.append(
            (message["status"], message["date_sent"], message["date_updated"][-14:-6], message["price"])
        )
        clock.advance(1)

    sent = "Sun, 01 Mar 2026 12:00:01 +0000"
    assert seen == [
        ("queued", None, "12:00:00", None),
        ("sent", sent, "12:00:01", "-0.01580"),
        ("sent", sent, "12:00:01", "-0.01580"),
        ("delivered", sent, "12:00:03", "-0.01580"),
    ]


async def test_a_messaging_service_accepts_first(api: Api, clock: ManualClock) -> None:
    form = {"To": TO, "MessagingServiceSid": SERVICE, "Body": "Hi"}
    sid = (await api.post("Messages.json", form)).json["sid"]
    statuses: list[str] = []
    for _ in range(7):
        statuses.append((await api.get(f"Messages/{sid}.json")).json["status"])
        clock.advance(0.5)

    assert statuses == ["accepted", "queued", "sent", "sent", "sent", "sent", "delivered"]


async def test_a_scheduled_message_waits_for_its_time(api: Api, clock: ManualClock) -> None:
    at = {"SendAt": "2026-03-01T14:00:00+01:00", "ScheduleType": "fixed", "MessagingServiceSid": SERVICE}
    sid = (await api.send(**at)).json["sid"]
    statuses: list[str] = []
    for seconds in (3599, 1, 1, 2):
        statuses.append((await api.get(f"Messages/{sid}.json")).json["status"])
        clock.advance(seconds)

    assert statuses == ["scheduled", "scheduled", "queued", "sent"]
    assert (await api.get(f"Messages/{sid}.json")).json["date_sent"] == "Sun, 01 Mar 2026 13:00:01 +0000"


async def test_a_scheduled_message_is_canceled_once_and_for_all(api: Api, clock: ManualClock) -> None:
    at = {"SendAt": "2026-03-01T13:00:00Z", "ScheduleType": "fixed", "MessagingServiceSid": SERVICE}
    sid = (await api.send(**at)).json["sid"]
    clock.advance(60)
    canceled = await api.post(f"Messages/{sid}.json", Status="canceled")
    clock.advance(10_000)
    again = await api.post(f"Messages/{sid}.json", Status="canceled")
    listed = await api.get("Messages.json?DateSent=2026-03-01")

    assert (canceled.status, canceled.json["status"]) == (200, "canceled")
    assert canceled.json["date_updated"] == "Sun, 01 Mar 2026 12:01:00 +0000"
    assert (again.status, again.code) == (400, 30409)
    assert listed.json["messages"] == []


async def test_redaction_empties_the_body(api: Api, clock: ManualClock) -> None:
    sid = (await api.send()).json["sid"]
    clock.advance(60)
    redacted = await api.post(f"Messages/{sid}.json", Body="")
    refused = await api.post(f"Messages/{sid}.json", Body="Something else")

    assert (redacted.status, redacted.json["body"]) == (200, "")
    assert redacted.json["date_updated"] == "Sun, 01 Mar 2026 12:01:00 +0000"
    assert (refused.status, refused.code) == (400, 20001)


async def test_a_deleted_message_is_gone(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    sid = (await api.send()).json["sid"]
    unfinished = await api.delete(f"Messages/{sid}.json")
    assert (unfinished.status, unfinished.code) == (409, 20009)
    clock.advance(1)
    deleted = await api.delete(f"Messages/{sid}.json")
    missing = await api.get(f"Messages/{sid}.json")

    assert (deleted.status, deleted.body) == (204, b"")
    assert "Content-Type" not in deleted.headers
    assert missing.status == 404
    assert list(missing.json) == ["code", "message", "more_info", "status"]
    assert missing.json["message"] == (
        f"The requested resource /2010-04-01/Accounts/{api.account_sid}/Messages/{sid}.json was not found"
    )
    assert emulator.messages == []


async def test_feedback_is_kept_and_changed(api: Api, clock: ManualClock) -> None:
    sid = (await api.send()).json["sid"]
    first = await api.post(f"Messages/{sid}/Feedback.json")
    clock.advance(60)
    second = await api.post(f"Messages/{sid}/Feedback", Outcome="unconfirmed")

    assert (first.status, first.json["outcome"], first.json["message_sid"]) == (200, "confirmed", sid)
    assert second.xml.tag == "MessageFeedback"
    assert second.fields["Outcome"] == "unconfirmed"
    assert second.fields["DateCreated"] == first.json["date_created"]
    assert second.fields["DateUpdated"] == "Sun, 01 Mar 2026 12:01:00 +0000"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21619),
        ({"To": "12"}, 21211),
        ({"From": "not a sender at all"}, 21212),
        ({"Body": "x" * 1601}, 21617),
        ({"MediaUrl": "parcel.png"}, 21620),
        ({"StatusCallback": "nowhere"}, 21609),
        ({"RiskCheck": "maybe"}, 20422),
        ({"ForceDelivery": "perhaps"}, 20001),
        ({"MessagingServiceSid": "MG5"}, 20001),
        ({"ValidityPeriod": "36001"}, 20001),
        ({"ValidityPeriod": "soon"}, 20001),
        ({"MaxPrice": "-1"}, 20001),
        ({"Colour": "red"}, 20001),
        ({"SendAt": "2026-03-01T13:00:00Z"}, 20001),
        ({"SendAt": "2026-03-01T13:00:00Z", "ScheduleType": "fixed"}, 35118),
        ({"SendAt": "tomorrow", "ScheduleType": "fixed"}, 20001),
        ({"To": FROM}, 21266),
        ({"SendAt": "2026-03-01T12:04:00Z", "ScheduleType": "fixed", "MessagingServiceSid": SERVICE}, 35114),
        ({"To": "+15005550001"}, 21211),
        ({"To": "+15005550002"}, 21612),
        ({"To": "+15005550003"}, 21408),
        ({"To": "+15005550004"}, 21610),
        ({"To": "+15005550009"}, 21614),
        ({"From": "+15005550001"}, 21212),
        ({"From": "+15005550007"}, 21606),
        ({"From": "+15005550008"}, 21611),
    ],
)
async def test_a_bad_message_is_refused(
    api: Api, emulator: Emulator, changes: dict[str, str], code: int
) -> None:
    answer = await api.send(**changes)

    assert (answer.status, answer.code) == (400, code)
    assert answer.json["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert emulator.messages == []
    assert not emulator.executed


async def test_every_declared_parameter_is_accepted(api: Api) -> None:
    answer = await api.post(
        "Messages.json",
        [
            *{"To": TO, "From": FROM, "Body": "Hi", "MaxPrice": "0.5", "ProvideFeedback": "true"}.items(),
            *{
                "Attempt": "1",
                "ValidityPeriod": "60",
                "ForceDelivery": "False",
                "SmartEncoded": "true",
            }.items(),
            *{"ContentRetention": "retain", "AddressRetention": "obfuscate", "TrafficType": "free"}.items(),
            *{"ShortenUrls": "true", "SendAsMms": "false", "RiskCheck": "enable"}.items(),
            *{"ContentSid": "HX" + "0" * 32, "ContentVariables": "{}", "FallbackFrom": FROM}.items(),
            *{"ApplicationSid": "AP" + "0" * 32, "StatusCallback": "https://example.com/status"}.items(),
            *[("MediaUrl", MEDIA), ("MediaUrl", MEDIA)],
            *[("PersistentAction", "geo:1,2"), ("PersistentAction", "geo:3,4")],
        ],
    )

    assert answer.status == 201
    assert answer.json["sid"].startswith("MM")
    assert answer.json["num_media"] == "2"


async def test_at_most_ten_media(api: Api) -> None:
    answer = await api.post(
        "Messages.json",
        [("To", TO), ("From", FROM), *[("MediaUrl", f"{MEDIA}?{index}") for index in range(11)]],
    )

    assert (answer.status, answer.code) == (400, 21623)


@pytest.mark.parametrize(
    "sender", ["12345", "PARCELS", "whatsapp:+15550100000", "(555) 010-0000", "15550100000"]
)
async def test_senders_of_every_kind(api: Api, sender: str) -> None:
    answer = await api.send(From=sender)

    assert answer.json["from"] in {sender, FROM}


async def test_what_is_known_only_later_or_on_demand(api: Api, clock: ManualClock) -> None:
    by_service = {"To": TO, "MessagingServiceSid": SERVICE, "Body": "x" * 161}
    sid = (await api.post("Messages.json", by_service)).json["sid"]
    segments = [(await api.get(f"Messages/{sid}.json")).json["num_segments"]]
    clock.advance(1)
    segments.append((await api.get(f"Messages/{sid}.json")).json["num_segments"])
    asking = (await api.send(ProvideFeedback="true")).json

    assert segments == ["0", "2"]
    path = f"/2010-04-01/Accounts/{api.account_sid}/Messages/{asking['sid']}"
    assert asking["subresource_uris"]["feedback"] == f"{path}/Feedback.json"


async def test_a_service_chooses_a_sender_and_stays_with_it(
    api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    senders = [f"+1555010000{digit}" for digit in range(5)]
    service = emulator.scenes.add_messaging_service(senders=senders)
    recipients = [f"+1555867531{digit}" for digit in range(5)] * 2
    for to in recipients:
        answer = await api.post("Messages.json", To=to, MessagingServiceSid=service, Body="Hi")
        assert answer.json["from"] is None
    clock.advance(1)
    sent = (await api.get("Messages.json")).json["messages"]
    chosen = {(message["to"], message["from"]) for message in sent}

    assert len(chosen) == 5
    assert len({sender for _, sender in chosen}) > 1
    to, sender = chosen.pop()
    listed = (await api.get(f"Messages.json?From=%2B{sender[1:]}")).json["messages"]
    assert {message["from"] for message in listed} == {sender}
    assert to in {message["to"] for message in listed}


async def test_an_error_code_is_put_into_words(api: Api, clock: ManualClock) -> None:
    sid = (await api.send(To="+15005550011")).json["sid"]
    clock.advance(60)
    found = (await api.get(f"Messages/{sid}.json")).json

    assert (found["error_code"], found["error_message"]) == (30003, "Unreachable destination handset")
