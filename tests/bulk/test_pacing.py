"""Pacing: rates by kind of sender, turns, pauses, and pools."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.bulk.samples import SERVICE, outbound
from twilio_async import InvalidArgument
from twilio_async.bulk import sender_for
from twilio_async.bulk.pacing.pacer import BackOff, Pacer
from twilio_async.bulk.pacing.rates import check_pace, kind_of, rate_of
from twilio_async.bulk.pacing.steps import pause, turn


@pytest.mark.parametrize(
    ("sender", "kind", "rate"),
    [
        ("+15017122661", "long code", 1.0),
        ("15017122661", "long code", 1.0),
        ("+18005550100", "toll-free", 3.0),
        ("+18445550100", "toll-free", 3.0),
        ("+18105550100", "long code", 1.0),
        ("+447700900123", "international", 10.0),
        ("ACME", "alphanumeric", 10.0),
        ("24 Shop", "alphanumeric", 10.0),
        ("24680", "short code", 100.0),
        (SERVICE, "service", None),
        ("whatsapp:+15017122661", "channel", None),
    ],
)
def test_the_rate_of_a_sender_is_that_of_its_kind(sender: str, kind: str, rate: float | None) -> None:
    assert (kind_of(sender), rate_of(sender)) == (kind, rate)


def test_a_rate_is_what_the_user_says() -> None:
    pace = {"+15017122661": 75.0, SERVICE: 200.0, "24680": None}

    assert rate_of("+15017122661", 4) == 4
    assert rate_of(SERVICE, 4) is None
    assert [rate_of(sender, pace) for sender in (*pace, "+18005550100")] == [75.0, 200.0, None, 3.0]


@pytest.mark.parametrize("pace", [0, -1, float("nan"), float("inf"), {"+15017122661": 0}])
def test_a_pace_that_cannot_be_is_refused(pace: Any) -> None:
    with pytest.raises(InvalidArgument, match="above 0"):
        check_pace(pace)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 10)), min_size=2, max_size=30),
    st.sampled_from([0.5, 1.0, 3.0, 100.0]),
)
def test_turns_keep_the_rate(messages: list[tuple[float, int]], rate: float) -> None:
    next_at, starts = 0.0, list[tuple[float, int]]()
    for now, segments in messages:
        start, next_at = turn(now, next_at, segments, rate)
        assert start >= now
        starts.append((start, segments))

    for (first, segments), (second, _) in pairwise(starts):
        assert second - first >= segments / rate - 1e-6


def test_a_pause_doubles_up_to_the_longest() -> None:
    assert [pause(refusals, 5.0, 60.0) for refusals in (1, 2, 3, 4, 5, 6, 10_000)] == [
        5,
        10,
        20,
        40,
        60,
        60,
        60,
    ]


def test_refusals_of_one_wave_count_once() -> None:
    back_off = BackOff(5.0, 60.0)
    for _ in range(50):
        back_off.refused(now=10.0, began=9.0)
    assert (back_off.refusals, back_off.until) == (1, 15.0)

    back_off.succeeded(began=9.5)
    assert back_off.refusals == 1
    back_off.refused(now=16.0, began=15.0)
    assert (back_off.refusals, back_off.until) == (2, 26.0)
    back_off.succeeded(began=26.0)
    back_off.refused(now=30.0, began=27.0)
    assert (back_off.refusals, back_off.until) == (1, 35.0)


def test_senders_have_turns_of_their_own() -> None:
    pacer = Pacer()
    turns = [pacer.reserve(outbound(body="x" * 161), 100.0) for _ in range(3)]
    others = [pacer.reserve(outbound(from_="+447700900123"), 100.0) for _ in range(3)]

    assert turns == [100.0, 102.0, 104.0]
    assert others == pytest.approx([100.0, 100.1, 100.2])
    assert {pacer.reserve(outbound(from_=None, messaging_service_sid=SERVICE), 100.0) for _ in range(9)} == {
        100
    }


def test_a_full_queue_pauses_its_sender_alone() -> None:
    pacer = Pacer()
    sender, other = outbound(), outbound(from_="+15005550007")
    pacer.queue_full(sender.sender, now=100.0, began=100.0)

    assert pacer.pauses(sender.sender, 100.0)
    assert pacer.reserve(sender, 100.0) == 105.0
    assert pacer.reserve(other, 100.0) == 100.0
    assert not pacer.pauses(sender.sender, 105.0)


POOL = [f"+1500555{number:04}" for number in range(8)]


def test_recipients_spread_over_a_pool_evenly_and_stay() -> None:
    recipients = [f"+1555{number:07}" for number in range(4_000)]
    chosen = {recipient: sender_for(recipient, POOL) for recipient in recipients}
    smaller = {recipient: sender_for(recipient, POOL[::-1][:-1]) for recipient in recipients}

    assert all(400 < count < 600 for count in Counter(chosen.values()).values())
    moved = {recipient for recipient in recipients if chosen[recipient] != smaller[recipient]}
    assert moved == {recipient for recipient in recipients if chosen[recipient] == POOL[0]}


@pytest.mark.parametrize("pool", [[], "+15017122661"])
def test_a_pool_has_senders(pool: Any) -> None:
    with pytest.raises(InvalidArgument, match="pool"):
        sender_for("+15558675310", pool)
