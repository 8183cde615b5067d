"""Calls that come in or are answered: what webhooks are asked, and the way through their TwiML."""

import pytest
from aiohttp import web

from tests.emulator.flows.conftest import NUMBER, PERSON
from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from tests.support.official import VOICE, is_signed
from tests.support.webhook import Webhook
from twilio_async.emulator import Emulator, Speech, WalkedCall

pytestmark = pytest.mark.usefixtures("number")


def twiml(inner: str) -> str:
    return f"<Response>{inner}</Response>"


async def status_of(api: Api, walked: WalkedCall) -> str:
    status: str = (await api.get(f"Calls/{walked.call.sid}.json")).json["status"]
    return status


def menu() -> str:
    response = VOICE.VoiceResponse()
    gather = response.gather(action="/menu", num_digits=1)
    gather.say("Press 1 for sales")
    response.say("You pressed nothing")
    response.redirect("/voice")
    return str(response)


async def test_a_voice_menu(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    async def choose(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        said = {"1": "Sales <break/> it is", "2": "Support"}[str(form["Digits"])]
        return web.Response(
            text=twiml(f"<Say>{said}</Say><Hangup/><Say>never</Say>"), content_type="text/xml"
        )

    webhook.answers |= {"/voice": [menu()], "/menu": [choose]}
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=[None, "12"])

    assert walked.said == ["Press 1 for sales", "You pressed nothing", "Press 1 for sales", "Sales  it is"]
    assert [verb.name for verb in walked.verbs][-2:] == ["Say", "Hangup"]
    assert await status_of(api, walked) == "completed"
    first, again = webhook.forms("/voice")
    assert (first["CallStatus"], again["CallStatus"]) == ("ringing", "in-progress")
    assert (first["From"], first["To"], first["Direction"]) == (PERSON, NUMBER, "inbound")
    assert webhook.forms("/menu")[0]["Digits"] == "1"
    [status] = webhook.forms("/status")
    assert (status["CallStatus"], status["CallDuration"], status["CallSid"]) == (
        "completed",
        "0",
        walked.call.sid,
    )
    assert all(is_signed(request, webhook.url, emulator.auth_token) for request in webhook.requests)


@pytest.mark.parametrize(
    ("attributes", "given", "expected"),
    [
        ("", "42#7", {"Digits": "42"}),
        ('finishOnKey="*"', "42#*7", {"Digits": "42#"}),
        ('finishOnKey=""', "42#", {"Digits": "42#"}),
        ('numDigits="2"', "123", {"Digits": "12"}),
        ("", Speech("Hello"), None),
        ('input="speech"', "1", None),
        (
            'input="dtmf speech" language="de-DE"',
            Speech("Hallo", 0.5),
            {"SpeechResult": "Hallo", "Confidence": "0.5", "Language": "de-DE"},
        ),
        ("", None, None),
        ('actionOnEmptyResult="true"', None, {"Digits": ""}),
    ],
)
async def test_what_a_gather_takes(
    emulator: Emulator,
    webhook: Webhook,
    attributes: str,
    given: str | Speech | None,
    expected: dict[str, str] | None,
) -> None:
    webhook.answers["/voice"] = [twiml(f'<Gather action="/next" {attributes}/><Say>Nothing</Say>')]
    webhook.answers["/next"] = [twiml("")]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=[given])

    forms = webhook.forms("/next")
    assert (forms == []) == (expected is None)
    assert (walked.said == ["Nothing"]) == (expected is None)
    for form in forms:
        assert (expected or {}).items() <= form.items()


@pytest.mark.parametrize(
    ("verb", "status"), [("<Reject/>", "no-answer"), ('<Reject reason="busy"/>', "busy"), ("", "completed")]
)
async def test_how_a_call_ends(
    api: Api, emulator: Emulator, webhook: Webhook, verb: str, status: str
) -> None:
    webhook.answers["/voice"] = [twiml(verb)]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert await status_of(api, walked) == status
    assert [form["CallStatus"] for form in webhook.forms("/status")] == [status]


async def test_a_recording(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/voice"] = [
        twiml('<Record action="/kept" maxLength="30" recordingStatusCallback="/recorded"/><Say>never</Say>')
    ]
    webhook.answers["/kept"] = [twiml("<Say>Thanks</Say>")]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=["#"], record_seconds=60)

    [recording] = walked.recordings
    [form] = webhook.forms("/kept")
    assert (form["RecordingSid"], form["RecordingDuration"], form["Digits"]) == (recording.sid, "30", "#")
    path = form["RecordingUrl"].removeprefix(emulator.url)
    assert (await api.get(f"{path}.json")).json["duration"] == "30"
    assert (await api.get(path)).headers["Content-Type"] == "audio/x-wav"
    [recorded] = webhook.forms("/recorded")
    assert (recorded["RecordingStatus"], recorded["RecordingSid"]) == ("completed", recording.sid)
    assert (recorded["CallSid"], "From" in recorded) == (walked.call.sid, False)
    assert walked.said == ["Thanks"]


async def test_dialing_others(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/voice"] = [
        twiml(
            '<Dial action="/dialed" callerId="+15550107777" record="record-from-answer">+15558675311</Dial>'
        )
    ]
    webhook.answers["/dialed"] = [
        twiml(
            "<Dial><Number>+15005550011</Number></Dial>"
            '<Dial action="/last"><Number>+15005550012</Number>'
            '<Client statusCallback="/leg" statusCallbackEvent="answered completed">'
            "<Identity>ann</Identity></Client>"
            "<Sip>sip:bob@example.com</Sip></Dial>"
        )
    ]
    webhook.answers["/last"] = [twiml("<Say>Bye</Say>")]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert [(leg.to, leg.status) for leg in walked.legs] == [
        ("+15558675311", "completed"),
        ("+15005550011", "busy"),
        ("+15005550012", "canceled"),
        ("client:ann", "completed"),
        ("sip:bob@example.com", "canceled"),
    ]
    [dialed] = webhook.forms("/dialed")
    assert (dialed["DialCallStatus"], dialed["DialCallSid"]) == ("completed", walked.legs[0].sid)
    assert dialed["RecordingSid"] == walked.recordings[0].sid
    assert webhook.forms("/last")[0]["DialCallSid"] == walked.legs[3].sid
    assert [form["CallStatus"] for form in webhook.forms("/leg")] == ["in-progress", "completed"]
    assert walked.said == ["Bye"]
    children = (await api.get(f"Calls.json?ParentCallSid={walked.call.sid}")).json["calls"]
    assert {child["from"] for child in children} == {"+15550107777", PERSON}


async def test_waiting_in_a_queue(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/voice"] = [twiml('<Enqueue waitUrl="/wait" action="/left">support</Enqueue>')]
    webhook.answers["/wait"] = [twiml("<Say>Please wait</Say>"), twiml("<Say>Enough</Say><Leave/>")]
    webhook.answers["/left"] = [twiml("<Say>Bye</Say>")]
    waiting = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)
    impatient = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert (waiting.said, impatient.said) == (["Please wait"], ["Enough", "Bye"])
    assert await status_of(api, waiting) == "in-progress"
    assert await status_of(api, impatient) == "completed"
    assert webhook.forms("/wait")[1]["QueuePosition"] == "2"
    assert webhook.forms("/left")[0]["QueueResult"] == "leave"
    [queue] = (await api.get("Queues.json")).json["queues"]
    assert (queue["friendly_name"], queue["current_size"]) == ("support", 1)

    webhook.answers["/voice"] = [twiml('<Dial action="/left"><Queue>support</Queue></Dial>')]
    await emulator.scenes.receive_call(from_="+15558675311", to=NUMBER)
    assert webhook.forms("/left")[1]["DialCallStatus"] == "completed"
    assert (await api.get(f"Queues/{queue['sid']}.json")).json["current_size"] == 0


async def test_joining_a_conference(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/voice"] = [twiml('<Dial><Conference muted="true">room</Conference></Dial>')]
    calls = [await emulator.scenes.receive_call(from_=PERSON, to=NUMBER) for _ in range(2)]

    [conference] = (await api.get("Conferences.json")).json["conferences"]
    assert (conference["friendly_name"], conference["status"]) == ("room", "in-progress")
    path = f"Conferences/{conference['sid']}/Participants.json"
    participants = (await api.get(path)).json["participants"]
    assert {one["call_sid"] for one in participants} == {walked.call.sid for walked in calls}
    assert all(one["muted"] for one in participants)
    await api.post(f"Calls/{calls[0].call.sid}.json", Status="completed")
    await emulator.deliver_callbacks()
    assert [form["CallSid"] for form in webhook.forms("/status")] == [calls[0].call.sid]


async def test_a_text_from_a_call(emulator: Emulator, webhook: Webhook) -> None:
    webhook.answers["/voice"] = [twiml("<Sms>See you</Sms><Echo/><Say>Bye</Say>")]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    [message] = walked.messages
    assert (message.body, message.to, message.direction) == ("See you", PERSON, "outbound-call")
    assert [verb.name for verb in walked.verbs] == ["Sms", "Echo", "Say"]


async def test_trouble_becomes_the_fallback_and_a_notification(
    api: Api, emulator: Emulator, webhook: Webhook
) -> None:
    webhook.answers |= {
        "/voice": [500],
        "/voice-fallback": [twiml("<Redirect>/gone</Redirect>"), 500],
        "/gone": [404],
    }
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert webhook.forms("/voice-fallback")[0]["ErrorCode"] == "11200"
    assert await status_of(api, walked) == "completed"
    path = f"Calls/{walked.call.sid}/Notifications.json"
    notifications = (await api.get(path)).json["notifications"]
    assert {one["error_code"] for one in notifications} == {"11200"}
    assert f"{webhook.url}/gone" in {one["request_url"] for one in notifications}


async def test_a_placed_call_is_answered(
    api: Api, emulator: Emulator, webhook: Webhook, clock: ManualClock
) -> None:
    webhook.answers["/answered"] = [twiml("<Gather/>"), twiml("<Say>Thanks</Say>")]
    form = {"To": PERSON, "From": NUMBER, "StatusCallback": f"{webhook.url}/progress"}
    events = [("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")]
    sid = (await api.post("Calls.json", [*form.items(), *events], Url=f"{webhook.url}/answered")).json["sid"]
    clock.advance(2)
    walked = await emulator.scenes.answer_call(sid, inputs=["1"])

    assert walked.said == ["Thanks"]
    assert [request["CallStatus"] for request in webhook.forms("/answered")] == ["in-progress"] * 2
    progress = webhook.forms("/progress")
    assert [one["CallStatus"] for one in progress] == ["initiated", "ringing", "in-progress", "completed"]
    assert [one["SequenceNumber"] for one in progress] == ["0", "1", "2", "3"]
    assert progress[0]["Timestamp"] == "Sun, 01 Mar 2026 12:00:01 +0000"
    assert progress[3]["CallbackSource"] == "call-progress-events"
    with pytest.raises(ValueError, match="has ended"):
        await emulator.scenes.answer_call(sid)

    told = await api.post("Calls.json", form, Twiml=twiml("<Say>Hello</Say>"))
    assert (await emulator.scenes.answer_call(told.json["sid"])).said == ["Hello"]


async def test_calls_that_nobody_walks_are_reported_as_well(
    api: Api, emulator: Emulator, webhook: Webhook, clock: ManualClock
) -> None:
    application = await api.post(
        "Applications.json", VoiceUrl=f"{webhook.url}/app", StatusCallback=f"{webhook.url}/app-status"
    )
    own = {"From": NUMBER, "Url": "https://example.com/voice", "StatusCallback": f"{webhook.url}/own"}
    await api.post("Calls.json", own, To="+15005550011")
    hung_up = (await api.post("Calls.json", own, To=PERSON)).json["sid"]
    canceled = (await api.post("Calls.json", own, To=PERSON)).json["sid"]
    await api.post("Calls.json", To=PERSON, From=NUMBER, ApplicationSid=application.json["sid"])
    await api.post(f"Calls/{canceled}.json", Status="canceled")
    clock.advance(5)
    await emulator.deliver_callbacks()
    await api.post(f"Calls/{hung_up}.json", Status="completed")
    clock.advance(60)
    await emulator.deliver_callbacks()

    assert [(one["CallStatus"], one["CallDuration"]) for one in webhook.forms("/own")] == [
        ("busy", "0"),
        ("completed", "2"),
    ]
    assert [(one["CallStatus"], one["Duration"]) for one in webhook.forms("/app-status")] == [
        ("completed", "1")
    ]


async def test_a_number_of_nobody_is_answered(api: Api, emulator: Emulator, webhook: Webhook) -> None:
    with pytest.raises(ValueError, match=r"nobody has \+15550109999.*incoming_phone_numbers.create"):
        await emulator.scenes.receive_call(from_=PERSON, to="+15550109999")
    walked = await emulator.scenes.receive_call(
        from_=PERSON, to="+15550109999", account_sid=emulator.account_sid
    )

    assert (await status_of(api, walked), webhook.requests) == ("in-progress", [])
