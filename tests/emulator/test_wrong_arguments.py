"""Wrong arguments of scenes, faults and the clock: each is said in a sentence, and nothing has happened."""

import math
from collections.abc import Awaitable, Callable
from datetime import date
from inspect import isawaitable
from typing import Any

import pytest

from twilio_async.emulator import Emulator, Fault, When

FROM, TO = "+15558675310", "+15017122661"
Wrong = Callable[[Emulator], object | Awaitable[object]]

WRONG: dict[str, tuple[Wrong, str]] = {
    "no unit": (
        lambda one: one.clock.move(_any(5)),
        "by is a timedelta .a number has a unit, as in minutes=5., not int",
    ),
    "no minutes": (lambda one: one.clock.move(minutes=_any("5")), "minutes is a number, not str"),
    "no number": (lambda one: one.clock.move(minutes=math.nan), "minutes is a number, not nan"),
    "too far": (lambda one: one.clock.move(days=math.inf), "ends with the year 2999"),
    "no moment": (lambda one: one.clock.freeze(_any("2026-01-01")), "at is a moment .*, not str"),
    "no step": (lambda one: one.faults.script(_any(Fault.delay)), "a step is a Fault"),
    "no fault": (lambda one: one.faults.add(_any("delay")), "fault is a Fault, not str"),
    "no mapping of faults": (lambda one: one.faults.rates(_any({429: 1.0})), "fault is a Fault, not int"),
    "no probability": (lambda one: one.faults.rates({Fault.delay(1): math.nan}), "not nan"),
    "no condition": (lambda one: one.faults.once(Fault.delay(1), when=_any("*")), "when is a When, not str"),
    "no times": (lambda one: one.faults.add(Fault.delay(1), times=_any("2")), "times is a whole number"),
    "no lag": (lambda one: one.faults.list_lag(math.inf), "seconds is 0 or more, not inf"),
    "no seconds": (lambda _: Fault.delay(_any("1")), "seconds is a number, not str"),
    "no status": (lambda one: one.faults.answer(_any("400")), "status is a whole number .*, not str"),
    "an odd status": (lambda one: one.faults.answer(42), "between 200 and 599, not 42"),
    "an odd header": (lambda _: Fault.answer_with(200, headers={"A": "b\r\nc: d"}), "a header has one line"),
    "a number of a header": (lambda _: Fault.answer_with(200, headers=_any({"A": 1})), "not of int"),
    "an odd body": (lambda _: Fault.answer_with(200, body=_any({})), r"body is content \(bytes\), not dict"),
    "an odd method": (lambda _: When(method=_any(5)), r"method is a text \(str\), not int"),
    "odd parameters": (lambda _: When(params=_any({"To": 5})), "params is a list of texts, not of int"),
    "no account": (lambda one: one.scenes.suspend(_any(one)), "account_sid is a text .*, not Emulator"),
    "no balance": (lambda one: one.scenes.set_balance("much"), "a number of dollars, such as '12.50'"),
    "no name": (lambda one: one.scenes.add_account(friendly_name=_any(1)), "friendly_name is a text"),
    "no app": (lambda one: one.scenes.add_connect_app(friendly_name=_any(1)), "friendly_name is a text"),
    "no company": (
        lambda one: one.scenes.add_authorized_connect_app(company_name=_any(1)),
        "company_name is a text",
    ),
    "content": (
        lambda one: one.scenes.receive_message(from_=FROM, to=TO, media=_any([b"GIF89a"])),
        "media is a list of texts, not of bytes; add_media attaches content",
    ),
    "one address": (
        lambda one: one.scenes.receive_message(from_=FROM, to=TO, media="https://example.com/cat.jpg"),
        "media is a list of texts, not str",
    ),
    "no addresses": (
        lambda one: one.scenes.receive_message(from_=FROM, to=TO, media=_any(5)),
        "media is a list of texts, not int",
    ),
    "no sender": (lambda one: one.scenes.receive_message(from_=_any(5), to=TO), "from_ is a text"),
    "nobody": (
        lambda one: one.scenes.receive_message(from_=FROM, to=TO),
        r"nobody has \+15017122661, .*incoming_phone_numbers.create.phone_number='\+15017122661'",
    ),
    "a message": (lambda one: one.scenes.add_media(_any(one), b"", "text/plain"), "message_sid is a text"),
    "a text": (lambda one: one.scenes.add_media("SM1", _any("Hi"), "text/plain"), "content is content"),
    "no count": (lambda one: one.scenes.seed_messages(_any("5")), "count is a whole number"),
    "fewer than none": (lambda one: one.scenes.seed_calls(-5), "count is 0 or more, not -5"),
    "no day": (lambda one: one.scenes.add_history(messages=1, since=_any("2026-01-01")), "since is a day"),
    "a number of a service": (
        lambda one: one.scenes.add_messaging_service(senders=FROM),
        "senders is a list of texts, not str",
    ),
    "no short code": (lambda one: one.scenes.add_short_code(_any(12345)), "short_code is a text"),
    "no caller": (lambda one: one.scenes.add_call(to=TO, from_=_any(None)), "from_ is a text"),
    "one input": (lambda one: one.scenes.receive_call(from_=FROM, to=TO, inputs="12"), "inputs are a list"),
    "odd inputs": (
        lambda one: one.scenes.receive_call(from_=FROM, to=TO, inputs=_any([1])),
        "inputs are a list of digits, Speech and None, not int",
    ),
    "no call": (lambda one: one.scenes.answer_call(_any(None)), "call_sid is a text"),
    "no length": (
        lambda one: one.scenes.add_recording("CA1", seconds=_any(1.5)),
        "seconds is a whole number",
    ),
    "no text": (lambda one: one.scenes.add_transcription("RE1", _any(b"Hi")), "text is a text .*, not bytes"),
    "no code": (
        lambda one: one.scenes.add_notification("CA1", error_code=_any("1")),
        "error_code is a whole",
    ),
    "no queue": (lambda one: one.scenes.enqueue(_any(1), "CA1"), "queue_sid is a text"),
    "no result": (lambda one: one.scenes.add_add_on_result("RE1", _any({})), "content is content"),
    "no latency": (lambda one: one.configure(latency=_any("1")), "latency is a number, not str"),
    "no strictness": (lambda one: one.configure(strict=_any(1)), "strict is True or False, not int"),
}


SETTINGS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"port": "4010"}, "port is a whole number .*, not str"),
    ({"content_port": 70_000}, "content_port is between 0 and 65535, not 70000"),
    ({"seed": "x"}, "seed is a whole number .*, not str"),
    ({"latency": "1"}, "latency is a number, not str"),
    ({"call_seconds": math.inf}, "call_seconds is 0 or more, not inf"),
    ({"kept": 0}, "kept is 1 or more, or None, not 0"),
    ({"max_concurrency": 2.5}, "max_concurrency is a whole number .*, not float"),
    ({"delivered_after": 0.5}, "sent_after must be between 0 and delivered_after"),
)


def _any(value: object) -> Any:
    return value


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_is_said(emulator: Emulator, name: str) -> None:
    do, words = WRONG[name]

    async def try_it() -> None:
        done = do(emulator)
        if isawaitable(done):
            await done

    with pytest.raises((TypeError, ValueError), match=words) as caught:
        await try_it()

    assert len(str(caught.value).splitlines()) == 1
    assert (emulator.messages, emulator.calls, emulator.faults.standing) == ([], [], [])


def test_a_moment_is_a_day_too(emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=3, since=date(2026, 1, 1), until=emulator.clock())


@pytest.mark.parametrize(("settings", "words"), SETTINGS)
def test_settings_that_cannot_be(settings: dict[str, Any], words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        Emulator(**settings)
