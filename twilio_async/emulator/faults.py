"""Trouble on purpose: what may go wrong with a request, and which request it befalls.

Faults come from a script, played in order, or by probability from a seeded generator. This module decides;
it knows nothing of HTTP and carries nothing out: see `pipeline`.
"""

import math
from collections import Counter, deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from random import Random
from typing import TypeAlias

import attrs

Match: TypeAlias = Callable[[str, str], bool]
"""Given method and path of a request, whether a fault may befall it."""


class FaultKind(StrEnum):
    """What goes wrong."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CLOSE_BEFORE_READING = "close_before_reading"
    CLOSE_AFTER_EXECUTING = "close_after_executing"
    TRUNCATED_BODY = "truncated_body"
    GARBAGE_BODY = "garbage_body"
    DELAY = "delay"


@attrs.frozen
class Fault:
    """One kind of trouble with its particulars; made by the class methods, equal and hashable by value."""

    kind: FaultKind
    retry_after: str | None = None
    status: int = 0
    executed: bool = False
    seconds: float = 0.0

    @classmethod
    def rate_limited(cls, retry_after: float | str | None = None) -> "Fault":
        """429 / 20429, nothing executed; `retry_after` is the Retry-After header: seconds, or any text."""
        text = f"{retry_after:g}" if isinstance(retry_after, int | float) else retry_after
        return cls(FaultKind.RATE_LIMITED, retry_after=text)

    @classmethod
    def server_error(
        cls, status: int = HTTPStatus.INTERNAL_SERVER_ERROR, *, executed: bool = False
    ) -> "Fault":
        """500 or 503; `executed`: the work is done all the same. ValueError for another status."""
        if status not in {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise ValueError(f"the API answers 500 or 503, not {status}")
        return cls(FaultKind.SERVER_ERROR, status=int(status), executed=executed)

    @classmethod
    def close_before_reading(cls) -> "Fault":
        """The connection is reset before the body is read; nothing is executed."""
        return cls(FaultKind.CLOSE_BEFORE_READING)

    @classmethod
    def close_after_executing(cls) -> "Fault":
        """The work is done and the connection closed without an answer."""
        return cls(FaultKind.CLOSE_AFTER_EXECUTING)

    @classmethod
    def truncated_body(cls) -> "Fault":
        """The work is done; the answer announces its full length and ends after half of it."""
        return cls(FaultKind.TRUNCATED_BODY)

    @classmethod
    def garbage_body(cls) -> "Fault":
        """The work is done; the status says so and the body is neither JSON nor XML."""
        return cls(FaultKind.GARBAGE_BODY)

    @classmethod
    def delay(cls, seconds: float) -> "Fault":
        """The request waits `seconds` and is then served as usual; ValueError if negative."""
        if seconds < 0:
            raise ValueError("a delay is not negative")
        return cls(FaultKind.DELAY, seconds=seconds)


@attrs.frozen
class _Script:
    steps: deque[Fault | None]
    match: Match | None


@attrs.frozen
class _Rates:
    faults: tuple[Fault, ...]
    weights: tuple[float, ...]
    match: Match | None


class Faults:
    """Which requests go wrong: `injected` counts by kind what has been dealt out.

    A script goes before rates. Of several scripts the oldest that matches plays; of several rates the newest
    that matches counts.
    """

    def __init__(self, random: Random) -> None:
        self.injected: Counter[str] = Counter()
        self._random = random
        self._scripts: list[_Script] = []
        self._rates: list[_Rates] = []

    def script(self, *steps: Fault | None, match: Match | None = None) -> None:
        """Play `steps` on the next requests in order, one each; None lets a request pass untouched."""
        self._scripts.append(_Script(deque(steps), match))

    def rates(self, probabilities: Mapping[Fault, float], *, match: Match | None = None) -> None:
        """Let each request meet one of the faults by probability.

        ValueError where one is outside 0 to 1 or their sum exceeds 1.
        """
        weights = tuple(probabilities.values())
        if any(not 0 <= weight <= 1 for weight in weights) or math.fsum(weights) > 1:
            raise ValueError("probabilities are between 0 and 1, and so is their sum")
        self._rates.insert(0, _Rates(tuple(probabilities), weights, match))

    def clear(self) -> None:
        """Forget scripts and rates; the count of `injected` stays."""
        self._scripts.clear()
        self._rates.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that befalls this request, if any."""
        fault = self._next(method, path)
        if fault is not None:
            self.injected[fault.kind.value] += 1
        return fault

    def _next(self, method: str, path: str) -> Fault | None:
        for script in self._scripts:
            if script.steps and _applies(script.match, method, path):
                return script.steps.popleft()
        for rates in self._rates:
            if _applies(rates.match, method, path):
                return self._draw(rates)
        return None

    def _draw(self, rates: _Rates) -> Fault | None:
        point = self._random.random()
        for fault, weight in zip(rates.faults, rates.weights, strict=True):
            if point < weight:
                return fault
            point -= weight
        return None


def _applies(match: Match | None, method: str, path: str) -> bool:
    return match is None or match(method, path)
