"""Rules: what leaves now, what waits until when, and what is skipped."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from tests.bulk.samples import outbound
from twilio_async import InvalidArgument
from twilio_async.bulk import LocalWindow, Send, Skip, SuppressionList, Wait, valid_number
from twilio_async.bulk.rules.decisions import Rule, Verdict, decide
from twilio_async.bulk.rules.numbers import zones_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENTS = st.integers(0, 2 * 366 * 86_400).map(lambda seconds: NOON + timedelta(seconds=seconds))
"""Moments of two years, the changes of clocks among them."""
DAYTIME = LocalWindow(time(9), time(20))
SAN_FRANCISCO, LONDON, AUSTRALIAN_MOBILE = "+14155552671", "+442071838750", "+61412345678"


def always(verdict: Verdict) -> Rule:
    """The rule that says the same of all messages."""
    return lambda _message, _moment: verdict


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, Send()),
        ({"not_before": NOON}, Send()),
        ({"not_after": NOON}, Send()),
        ({"not_before": NOON + HOUR}, Wait(NOON + HOUR)),
        ({"not_after": NOON - HOUR}, Skip("expired")),
    ],
)
def test_the_lifetime_of_a_message(fields: dict[str, Any], verdict: Any) -> None:
    assert decide(outbound(**fields), NOON) == verdict


def test_one_rule_that_skips_decides_and_else_the_longest_wait() -> None:
    waits = [always(Wait(NOON + HOUR)), always(Send()), always(Wait(NOON + 2 * HOUR))]

    assert decide(outbound(), NOON, waits) == Wait(NOON + 2 * HOUR)
    assert decide(outbound(), NOON, [*waits, always(Skip("invalid"))]) == Skip("invalid")
    assert decide(outbound(not_after=NOON + HOUR), NOON, waits) == Skip("expired")
    assert decide(outbound(not_after=NOON - HOUR), NOON, waits) == Skip("expired")
    assert decide(outbound(), NOON, [always(Wait(NOON - HOUR))]) == Send()


@pytest.mark.parametrize(
    ("to", "moment", "verdict"),
    [
        (SAN_FRANCISCO, datetime(2026, 1, 15, 17, tzinfo=UTC), Send()),
        (
            SAN_FRANCISCO,
            datetime(2026, 1, 15, 16, 59, tzinfo=UTC),
            Wait(datetime(2026, 1, 15, 17, tzinfo=UTC)),
        ),
        (SAN_FRANCISCO, datetime(2026, 1, 16, 4, tzinfo=UTC), Wait(datetime(2026, 1, 16, 17, tzinfo=UTC))),
        (SAN_FRANCISCO, datetime(2026, 7, 15, 16, tzinfo=UTC), Send()),
        (LONDON, datetime(2026, 7, 15, 8, tzinfo=UTC), Send()),
        (LONDON, datetime(2026, 1, 15, 8, tzinfo=UTC), Wait(datetime(2026, 1, 15, 9, tzinfo=UTC))),
        (f"whatsapp:{LONDON}", datetime(2026, 1, 15, 9, tzinfo=UTC), Send()),
        ("not a number", NOON, Skip("invalid")),
        ("24680", NOON, Skip("invalid")),
    ],
)
def test_a_window_is_of_the_recipients_region(to: str, moment: datetime, verdict: Any) -> None:
    assert DAYTIME(outbound(to=to), moment) == verdict


def test_a_window_opens_where_clocks_are_put_forward_over_its_start() -> None:
    window = LocalWindow(time(2, 30), time(5, 30))
    put_forward = datetime(2026, 3, 8, 10, tzinfo=UTC)
    message = outbound(to=SAN_FRANCISCO)

    assert window(message, put_forward - HOUR) == Wait(put_forward)
    assert window(message, put_forward) == Send()


def test_a_window_over_midnight() -> None:
    nights = LocalWindow(time(22), time(2))
    verdicts = [nights(outbound(to=LONDON), datetime(2026, 1, 15, hour, tzinfo=UTC)) for hour in (1, 3, 23)]

    assert verdicts == [Send(), Wait(datetime(2026, 1, 15, 22, tzinfo=UTC)), Send()]


@given(MOMENTS)
def test_a_number_of_several_zones_is_inside_in_all_of_them(moment: datetime) -> None:
    message = outbound(to=AUSTRALIAN_MOBILE)
    verdict = DAYTIME(message, moment)
    opening = verdict.until if isinstance(verdict, Wait) else moment

    assert len(zones_of(message.to)) > 1
    assert moment <= opening < moment + timedelta(days=1)
    assert all(
        time(9) <= opening.astimezone(ZoneInfo(zone)).time() < time(20) for zone in zones_of(message.to)
    )
    assert DAYTIME(message, opening) == Send()


@given(MOMENTS, st.integers(0, 23))
def test_a_wait_ends_at_the_next_opening(moment: datetime, hour: int) -> None:
    window = LocalWindow(time(hour, 30), time((hour + 3) % 24, 30))
    message = outbound(to=SAN_FRANCISCO)
    verdict = window(message, moment)

    if isinstance(verdict, Wait):
        assert window(message, verdict.until) == Send()
        assert moment < verdict.until <= moment + timedelta(hours=25)
        before = verdict.until - timedelta(minutes=1)
        assert before < moment or window(message, before) == verdict


def test_where_zones_have_no_common_hour_or_none_is_known_another_zone_serves() -> None:
    morning = LocalWindow(time(9), time(10))
    with_another = LocalWindow(time(9), time(10), otherwise="America/Chicago")
    moment = datetime(2026, 1, 15, 15, 30, tzinfo=UTC)

    for to in (AUSTRALIAN_MOBILE, "24680"):
        assert morning(outbound(to=to), moment) == Skip("invalid")
        assert with_another(outbound(to=to), moment) == Send()


@pytest.mark.parametrize(
    "make",
    [
        lambda: LocalWindow(time(9), time(9)),
        lambda: LocalWindow(time(9, tzinfo=UTC), time(20)),
        lambda: LocalWindow(time(9), time(20), otherwise="America/Springfield"),
        lambda: LocalWindow(time(9), time(20), otherwise="../etc/passwd"),
    ],
)
def test_a_window_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(InvalidArgument):
        make()


def test_numbers_are_validated() -> None:
    valid = [SAN_FRANCISCO, LONDON, AUSTRALIAN_MOBILE, f"whatsapp:{LONDON}"]
    invalid = ["+15550000000", "+1415555267", "4155552671", "24680", "Anna", "+999123456"]

    assert {valid_number(outbound(to=to), NOON) for to in valid} == {Send()}
    assert {valid_number(outbound(to=to), NOON) for to in invalid} == {Skip("invalid")}


def test_a_single_text_is_no_list_of_suppressed_ones() -> None:
    with pytest.raises(InvalidArgument, match="recipients must be a list of numbers or addresses"):
        SuppressionList("+15550000001")


def test_who_is_suppressed_gets_nothing() -> None:
    suppressed = SuppressionList(["+1 (555) 000-0001", "whatsapp:+1 555 000-0009"])
    suppressed.add("+15550000002")

    assert [suppressed(outbound(number), NOON) for number in range(4)] == [
        Send(),
        Skip("suppressed"),
        Skip("suppressed"),
        Send(),
    ]
    assert "WhatsApp:+15550000009" in suppressed
    assert (len(suppressed), set(suppressed)) == (
        3,
        {"+15550000001", "+15550000002", "whatsapp:+15550000009"},
    )
