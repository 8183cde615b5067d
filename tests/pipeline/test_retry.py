"""The decision to repeat, for any request and any setback."""

import math
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given, strategies as st
from multidict import CIMultiDict

from tests.support.clock import START
from twilio_async import ConfigurationError
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.retry import (
    Retry,
    RetryBudget,
    RetryEvent,
    executed,
    repeatable,
    retry_after,
    too_many_at_a_time,
)
from twilio_async.core.wire import Failure, Refusal, Request, Response, Setback

NOW = START.timestamp()
GET = Request("GET", "/", AS_IT_CAME)
POST = Request("POST", "/", AS_IT_CAME)
METHODS = st.sampled_from(["GET", "HEAD", "DELETE", "POST"])
DATES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - a range of hypothesis
    lambda moment: format_datetime(moment.replace(tzinfo=UTC), usegmt=True)
)
DELAYS = st.one_of(st.none(), st.integers(0, 10**10).map(str), DATES, st.text(max_size=40))
FAILURES = st.builds(
    Failure,
    kind=st.sampled_from(["connect", "timeout", "lost", "unreadable"]),
    reason=st.just("trouble"),
    sent=st.booleans(),
)


def refused(status: int, delay: str | None = None, code: int | None = None) -> Refusal:
    headers = CIMultiDict({} if delay is None else {"Retry-After": delay})
    return Refusal(Response(status, headers), code=code)


ANSWERS = st.builds(refused, st.integers(300, 599), DELAYS)
SETBACKS: st.SearchStrategy[Setback] = st.one_of(FAILURES, ANSWERS)
REQUESTS = st.builds(
    Request,
    method=METHODS,
    path=st.just("/"),
    reader=st.just(AS_IT_CAME),
    repeat_on=st.sampled_from([frozenset[int](), frozenset({404})]),
)
POLICIES = st.builds(
    Retry, attempts=st.integers(1, 2000), base=st.floats(0, 1e6), cap=st.floats(0, 1e6), budget=st.just(1.0)
)
DECISIONS = given(
    request_=REQUESTS,
    setback=SETBACKS,
    policy=POLICIES,
    attempt=st.integers(1, 3000),
    remaining=st.floats(0, 1e6),
    jitter=st.floats(0, 1),
)


@DECISIONS
def test_a_post_that_may_have_been_executed_is_never_repeated(
    *,
    request_: Request[Response],
    setback: Setback,
    policy: Retry,
    attempt: int,
    remaining: float,
    jitter: float,
) -> None:
    wait = policy.wait(request_, attempt, setback, remaining=remaining, now=NOW, jitter=jitter)

    if request_.method == "POST" and executed(setback) == "unknown":
        assert wait is None
        assert not repeatable(request_, setback)


@DECISIONS
def test_no_wait_exceeds_the_cap_or_the_time_that_is_left(
    *,
    request_: Request[Response],
    setback: Setback,
    policy: Retry,
    attempt: int,
    remaining: float,
    jitter: float,
) -> None:
    wait = policy.wait(request_, attempt, setback, remaining=remaining, now=NOW, jitter=jitter)

    if wait is not None:
        assert attempt < policy.attempts
        assert 0 <= wait < remaining
        if (
            isinstance(setback, Failure)
            or retry_after(setback.response.headers.get("Retry-After"), NOW) is None
        ):
            assert wait <= policy.cap
            assert wait <= policy.base * 2.0 ** min(attempt - 1, 64)


@given(REQUESTS, SETBACKS)
def test_what_is_never_executed_is_certain(request_: Request[Response], setback: Setback) -> None:
    if executed(setback) == "no":
        if isinstance(setback, Failure):
            assert not setback.sent
        else:
            assert 400 <= setback.response.status < 500
            assert setback.response.status != 408
    elif request_.method != "POST" and isinstance(setback, Failure):
        assert repeatable(request_, setback)


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 451, 501, 505, 302]
)
@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_other_statuses_are_final(method: str, status: int) -> None:
    assert not repeatable(Request(method, "/", AS_IT_CAME), refused(status))


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_429_is_repeated_whatever_the_method(method: str) -> None:
    assert repeatable(Request(method, "/", AS_IT_CAME), refused(429))


def test_a_request_may_name_further_statuses_to_be_repeated_on_unless_it_is_a_post() -> None:
    patient = frozenset({404})

    assert repeatable(Request("GET", "/", AS_IT_CAME, repeat_on=patient), refused(404))
    assert not repeatable(Request("POST", "/", AS_IT_CAME, repeat_on=patient), refused(404))


@given(st.integers(0, 10**8))
def test_retry_after_in_seconds_is_taken_as_it_is(seconds: int) -> None:
    assert retry_after(str(seconds), NOW) == seconds
    assert retry_after(f" {seconds} ", NOW) == seconds


@given(st.integers(-(10**8), 10**8))
def test_retry_after_as_a_date_is_counted_from_now(seconds: int) -> None:
    date = format_datetime(START + timedelta(seconds=seconds), usegmt=True)

    assert retry_after(date, NOW) == max(0, seconds)


@pytest.mark.parametrize("date", ["Sun Mar  1 12:00:09 2026", "Sunday, 01-Mar-26 12:00:09 GMT"])
def test_the_obsolete_forms_of_http_dates_are_utc_wherever_the_client_runs(
    date: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert retry_after(date, NOW) == 9
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.one_of(st.text(), st.text("0123456789+-.:, GMTSunMar", max_size=40)))
@example("0\x1f")
def test_garbage_in_retry_after_is_no_trouble(text: str) -> None:
    wait = retry_after(text, NOW)

    assert wait is None or (wait >= 0 and math.isfinite(wait))


@pytest.mark.parametrize(
    "text", ["", "soon", "-1", "1e9", "nan", "inf", "0x10", "1,5", "99999999999", "\udcff"]
)
def test_a_retry_after_that_says_nothing_leaves_the_wait_to_the_backoff(text: str) -> None:
    assert retry_after(text, NOW) is None


@pytest.mark.parametrize("delay", ["0", "0.0", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_retry_after_that_is_over_does_not_shorten_the_backoff(delay: str) -> None:
    policy = Retry(base=1)

    waits = [
        policy.wait(GET, attempt, refused(503, delay), remaining=99, now=NOW, jitter=0.5)
        for attempt in range(1, 5)
    ]
    assert waits == [0.5, 1, 2, 4]


def test_a_retry_after_shorter_than_the_first_backoff_is_the_least_that_is_waited() -> None:
    policy = Retry(base=1)
    request, answer = GET, refused(503, "0.9")

    assert policy.wait(request, 1, answer, remaining=99, now=NOW, jitter=0) == 0.9
    assert policy.wait(request, 3, answer, remaining=99, now=NOW, jitter=1) == 4


@pytest.mark.parametrize("status", range(520, 525))
def test_a_proxy_without_an_answer_leaves_a_post_in_doubt(status: int) -> None:
    assert executed(refused(status)) == "unknown"
    assert repeatable(GET, refused(status))
    assert not repeatable(POST, refused(status))


@pytest.mark.parametrize(("code", "at_a_time"), [(None, True), (20429, True), (21611, False), (14107, False)])
def test_429_tells_of_the_account_only_without_another_reason(code: int | None, at_a_time: bool) -> None:
    answer = refused(429, code=code)

    assert too_many_at_a_time(answer) == at_a_time
    assert repeatable(POST, answer) == (code != 21611)
    assert executed(answer) == "no"


def test_a_retry_after_may_exceed_the_cap_but_not_the_time_that_is_left() -> None:
    policy = Retry(cap=1)
    request = POST

    assert policy.wait(request, 1, refused(429, "60"), remaining=61, now=NOW, jitter=0) == 60
    assert policy.wait(request, 1, refused(429, "60"), remaining=60, now=NOW, jitter=0) is None


def test_backoff_doubles_up_to_the_cap() -> None:
    policy = Retry(attempts=9, base=0.5, cap=5)
    waits = [
        policy.wait(GET, attempt, refused(500), remaining=math.inf, now=NOW, jitter=1)
        for attempt in range(1, 10)
    ]

    assert waits == [0.5, 1, 2, 4, 5, 5, 5, 5, None]


@pytest.mark.parametrize(
    "setting", [{"attempts": 0}, {"base": -1}, {"cap": -0.1}, {"budget": -1}, {"cap": math.nan}]
)
def test_a_policy_that_cannot_be_is_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(setting))):
        Retry(**setting)  # type: ignore[arg-type]


def test_a_budget_is_spent_and_earned_back() -> None:
    budget = RetryBudget(2)

    assert [budget.spend() for _ in range(3)] == [True, True, False]
    for _ in range(5):
        budget.earn()
    assert [budget.spend() for _ in range(2)] == [True, False]
    for _ in range(1000):
        budget.earn()
    assert [budget.spend() for _ in range(3)] == [True, True, False]


def test_an_event_cannot_be_changed() -> None:
    event = RetryEvent("GET", "/", 1, 0.5, 500, "HTTP 500", None)

    with pytest.raises(FrozenInstanceError):
        event.wait = 0  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
