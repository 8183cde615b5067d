"""Events: the class of each, its fields, and what two tellings of one thing have in common."""

import copy
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from twilio_async import CallStatus, MessageStatus
from twilio_async.webhooks import (
    CallStatusCallback,
    ConferenceStatusCallback,
    IncomingMessage,
    LegacyIncomingSms,
    LegacySmsStatusCallback,
    LegacyVoiceRequest,
    MachineDetectionCallback,
    MessageStatusCallback,
    RealtimeTranscriptionCallback,
    RecordingStatusCallback,
    TranscriptionCallback,
    VoiceRequest,
    WebhookEvent,
    parse,
)

from .senders import CALL, INCOMING

ACCOUNT = {"AccountSid": "AC" + "0d" * 16, "ApiVersion": "2010-04-01"}
STATUS = ACCOUNT | {
    "From": "+15550100000",
    "To": "+15558675310",
    "MessageSid": "SM1",
    "MessageStatus": "undelivered",
    "SmsSid": "SM1",
    "SmsStatus": "undelivered",
    "ErrorCode": "30003",
    "RawDlrDoneDate": "2611261830",
}
STEP = CALL | {
    "CallStatus": "completed",
    "CallDuration": "61",
    "Duration": "2",
    "SequenceNumber": "3",
    "Timestamp": "Thu, 26 Nov 2026 18:30:05 +0000",
    "CallbackSource": "call-progress-events",
    "SipResponseCode": "200",
}
RECORDING = ACCOUNT | {
    "CallSid": "CA1",
    "RecordingSid": "RE1",
    "RecordingStatus": "completed",
    "RecordingUrl": "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1",
    "RecordingDuration": "12",
    "RecordingChannels": "2",
    "RecordingStartTime": "Thu, 26 Nov 2026 18:30:05 +0000",
    "RecordingSource": "DialVerb",
    "RecordingTrack": "both",
}
CONFERENCE = ACCOUNT | {
    "ConferenceSid": "CF1",
    "StatusCallbackEvent": "participant-join",
    "FriendlyName": "Standup",
    "CallSid": "CA1",
    "SequenceNumber": "2",
    "Timestamp": "Thu, 26 Nov 2026 18:30:05 +0000",
    "Muted": "false",
    "Hold": "true",
}
TRANSCRIPTION = ACCOUNT | {
    "TranscriptionSid": "TR1",
    "TranscriptionStatus": "completed",
    "TranscriptionText": "Hello",
    "RecordingSid": "RE1",
    "CallSid": "CA1",
    "CallStatus": "completed",
    "From": "+15558675310",
}
REAL_TIME = ACCOUNT | {
    "TranscriptionSid": "GT1",
    "TranscriptionEvent": "transcription-content",
    "TranscriptionData": '{"transcript":"Hello","confidence":0.9}',
    "SequenceId": "2",
    "Final": "true",
    "Timestamp": "2026-11-26T18:30:05.123456Z",
    "CallSid": "CA1",
}
DETECTION = {
    "AccountSid": "AC1",
    "CallSid": "CA1",
    "AnsweredBy": "machine_end_beep",
    "MachineDetectionDuration": "2400",
}
LEGACY_CALL = {"CallSid": "CA1", "AccountSid": "AC1", "CallStatus": "in-progress", "Caller": "5558675310"}
LEGACY_SMS = {"SmsSid": "SM1", "AccountSid": "AC1", "From": "5558675310", "To": "5550100000", "Body": ""}
MOMENT = datetime(2026, 11, 26, 18, 30, 5, tzinfo=UTC)

KINDS: list[tuple[type[WebhookEvent], dict[str, str], str | None, dict[str, Any]]] = [
    (IncomingMessage, INCOMING, INCOMING["MessageSid"], {"body": "Grüße & more = 100 %", "num_media": 0}),
    (
        MessageStatusCallback,
        STATUS,
        "SM1 undelivered",
        {"error_code": 30003, "message_status": "undelivered"},
    ),
    (VoiceRequest, CALL, f"{CALL['CallSid']} ringing", {"from_": "+15558675310", "digits": None}),
    (VoiceRequest, CALL | {"Digits": "1"}, f"{CALL['CallSid']} ringing", {"digits": "1"}),
    (
        CallStatusCallback,
        STEP,
        f"{CALL['CallSid']} completed",
        {"call_duration": 61, "duration": 2, "sequence_number": 3, "timestamp": MOMENT},
    ),
    (
        RecordingStatusCallback,
        RECORDING,
        "RE1 completed",
        {"recording_duration": 12, "recording_channels": 2, "recording_start_time": MOMENT},
    ),
    (ConferenceStatusCallback, CONFERENCE, "CF1 participant-join 2", {"muted": False, "hold": True}),
    (TranscriptionCallback, TRANSCRIPTION, "TR1 completed", {"transcription_text": "Hello"}),
    (
        RealtimeTranscriptionCallback,
        REAL_TIME,
        "GT1 transcription-content 2",
        {"final": True, "timestamp": MOMENT.replace(microsecond=123456)},
    ),
    (
        MachineDetectionCallback,
        DETECTION,
        "CA1 machine_end_beep",
        {"account_sid": "AC1", "machine_detection_duration": 2400},
    ),
    (CallStatusCallback, STEP | DETECTION, "CA1 completed", {"answered_by": "machine_end_beep"}),
    (VoiceRequest, CALL | DETECTION, "CA1 ringing", {"answered_by": "machine_end_beep"}),
    (LegacyVoiceRequest, LEGACY_CALL, "CA1 in-progress", {"caller": "5558675310"}),
    (LegacyIncomingSms, LEGACY_SMS, "SM1", {"body": ""}),
    (LegacySmsStatusCallback, {"SmsSid": "SM1", "SmsStatus": "sent"}, "SM1 sent", {"sms_status": "sent"}),
    (WebhookEvent, {"Something": "new"}, None, {"account_sid": None}),
    (WebhookEvent, {}, None, {}),
    (WebhookEvent, {"MessageSid": "", "Body": "Hi"}, None, {}),
]


@pytest.mark.parametrize(("kind", "params", "key", "fields"), KINDS)
def test_the_class_and_the_fields_of_each(
    kind: type[WebhookEvent], params: dict[str, str], key: str | None, fields: dict[str, Any]
) -> None:
    event = parse(params)

    assert type(event) is kind
    assert event.deduplication_key == key
    assert {name: getattr(event, name) for name in fields} == fields
    assert dict(event.params) == params
    assert event.account_sid == params.get("AccountSid")


def test_media_are_lists_in_their_order() -> None:
    media = {f"MediaUrl{number}": f"https://example.com/{number}" for number in (10, 2, 0, 1)}
    types = {"MediaContentType0": "image/jpeg", "MediaContentType1": "image/png"}
    event = parse(INCOMING | media | types | {"NumMedia": "4", "MediaUrl": "x", "MediaUrls": "y"})

    assert isinstance(event, IncomingMessage)
    assert event.media_urls == [f"https://example.com/{number}" for number in (0, 1, 2, 10)]
    assert event.media_content_types == ["image/jpeg", "image/png"]
    assert event.extra == {"MediaUrl": "x", "MediaUrls": "y"}


def test_what_is_not_known_is_kept() -> None:
    event = parse(STATUS | {"NewThing": "a", "ErrorCode": "no number", "x" * 300: "long", "Üñ9": "odd"})

    assert isinstance(event, MessageStatusCallback)
    assert event.error_code is None
    assert event.extra == {
        "NewThing": "a",
        "ErrorCode": "no number",
        "x" * 300: "long",
        "Üñ9": "odd",
    }


def test_statuses_are_open_and_equal_members() -> None:
    event = parse(STATUS)
    tomorrows = parse(STATUS | {"MessageStatus": "teleported"})

    assert isinstance(event, MessageStatusCallback)
    assert isinstance(tomorrows, MessageStatusCallback)
    assert event.message_status == MessageStatus.UNDELIVERED
    assert tomorrows.message_status == MessageStatus("teleported")
    step = parse(STEP)
    assert isinstance(step, CallStatusCallback)
    assert step.call_status == CallStatus.COMPLETED


def test_all_values_are_in_params_and_those_of_the_address_behind_them() -> None:
    event = parse(
        [("MessageSid", "SM1"), ("MessageStatus", "sent"), ("A", "1"), ("A", "2")],
        query=[("key", "k"), ("MessageStatus", "mine")],
    )

    assert isinstance(event, MessageStatusCallback)
    assert event.message_status == "sent"
    assert event.params["key"] == "k"
    assert event.params.getall("A") == ["1", "2"]
    assert event.params.getall("MessageStatus") == ["sent", "mine"]
    assert event.extra == {"A": "1"}


def test_steps_of_a_call_are_told_apart_by_their_tokens() -> None:
    first, again, second = (parse(CALL, idempotency_token=token) for token in ("a", "a", "b"))

    assert first.deduplication_key == again.deduplication_key
    assert first.deduplication_key != second.deduplication_key
    assert parse({"Something": "new"}, idempotency_token="t").deduplication_key == "t"


def test_a_retry_and_a_later_step_of_a_message_have_keys_of_their_own() -> None:
    sent, retried, delivered = (
        parse(STATUS | {"MessageStatus": status}, idempotency_token=token)
        for status, token in (("sent", "a"), ("sent", "b"), ("delivered", "a"))
    )

    assert sent.deduplication_key == retried.deduplication_key != delivered.deduplication_key


@pytest.mark.parametrize("params", [INCOMING, STATUS, CALL, CONFERENCE, TRANSCRIPTION, REAL_TIME, LEGACY_SMS])
def test_no_repr_shows_a_number_or_words(params: dict[str, str]) -> None:
    shown = repr(parse(params, query={"To": "+15558675310"}))

    assert not any(text in shown for text in ("555", "Grüße", "Hello", "Standup"))


@pytest.mark.parametrize("params", [INCOMING, CALL])
def test_events_pickle_and_copy_whole(params: dict[str, str]) -> None:
    event = parse(params, query={"key": "k"}, idempotency_token="t")

    twin = pickle.loads(pickle.dumps(event))  # noqa: S301 - our own
    for other in (twin, copy.deepcopy(event), attrs.evolve(event)):
        assert other == event
        assert dict(other.params) == params | {"key": "k"}
        assert other.idempotency_token == "t"


def test_a_dict_of_it_is_ready_for_json() -> None:
    fields = parse(STEP | {"NewThing": "a"}, query={"key": "k"}).to_dict()

    assert fields["timestamp"] == "2026-11-26T18:30:05+00:00"
    assert fields["from"] == "+15558675310"
    assert fields["NewThing"] == "a"
    assert not any("params" in name or "token" in name for name in fields if name != "call_token")


def test_events_are_made_by_hand_for_tests() -> None:
    event = IncomingMessage(message_sid="SM1", body="Hi")

    assert (event.deduplication_key, event.media_urls, dict(event.params)) == ("SM1", [], {})


def test_a_number_of_an_item_that_cannot_be_is_no_item() -> None:
    names = ["MediaUrl" + "9" * digits for digits in (5, 300, 5000)] + ["media_url" + "9" * 5000]
    event = parse(INCOMING | {"MediaUrl10": "b", "MediaUrl2": "a"} | dict.fromkeys(names, "c"))

    assert isinstance(event, IncomingMessage)
    assert event.media_urls == ["a", "b"]
    assert set(event.extra) == {*names}


def test_the_body_of_a_form_is_no_parameters() -> None:
    with pytest.raises(TypeError, match="a mapping or pairs"):
        parse("A=1")


NAMES = st.sampled_from(sorted({name for _, params, _, _ in KINDS for name in params})) | st.text(max_size=20)


@given(pairs=st.lists(st.tuples(NAMES, st.text(max_size=20))))
def test_whatever_is_signed_is_an_event(pairs: list[tuple[str, str]]) -> None:
    event = parse(pairs)

    assert [*event.params.items()] == pairs
    assert isinstance(event.deduplication_key, str | None)


def test_neither_a_client_nor_aiohttp_is_needed() -> None:
    program = (
        "import sys; from twilio_async import webhooks; webhooks.parse({'MessageSid': 'SM1', 'Body': 'Hi'});"
        "webhooks.Receiver('t'); webhooks.parse_stream_message; import twilio_async.webhooks.asgi;"
        "print(*{'aiohttp', 'starlette', 'fastapi', 'twilio_async.client'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
