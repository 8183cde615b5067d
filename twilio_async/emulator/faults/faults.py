"""Faults: which request meets which trouble, by a script, by probability, or as a list that lags.

Scripts are played in order; probabilities are drawn from a seeded generator.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from twilio_async.emulator.faults.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from twilio_async.emulator.wire.parameters import Pairs

Match: TypeAlias = Callable[[str, str], bool]
"""Whether a fault may meet the request with this method and path."""


@frozen
class Rule:
    """A script or rates that stand: the steps that are left, or the faults and their `probabilities`."""

    number: int
    faults: tuple[Fault | None, ...]
    probabilities: tuple[float, ...] | None
    match: Match | None
    page: int | None


@frozen
class _Script:
    number: int
    steps: deque[Fault | None]
    match: Match | None
    page: int | None = None

    def plays(self, method: str, path: str, query: Pairs) -> bool:
        """Whether a step is left for this request."""
        if not self.steps or (self.page is not None and self.page != _page_of(method, query)):
            return False
        return _applies(self.match, method, path)


@frozen
class _Rates:
    number: int
    faults: tuple[Fault, ...]
    weights: tuple[float, ...]
    match: Match | None


class Faults:
    """The faults to come: `injected` counts by kind what has been dealt out, `lag` is that of lists.

    A script goes before rates. Of several scripts the oldest that matches plays; of several rates the newest
    that matches counts.
    """

    def __init__(self, random: Random) -> None:
        self.injected: Counter[str] = Counter()
        self.lag = timedelta()
        self._random = random
        self._scripts: list[_Script] = []
        self._rates: list[_Rates] = []
        self._numbers = count(1)

    @property
    def rules(self) -> list[Rule]:
        """What stands, in the order in which it came."""
        scripts = [
            Rule(script.number, tuple(script.steps), None, script.match, script.page)
            for script in self._scripts
            if script.steps
        ]
        rates = [Rule(one.number, one.faults, one.weights, one.match, None) for one in self._rates]
        return sorted([*scripts, *rates], key=attrgetter("number"))

    def script(self, *steps: Fault | None, match: Match | None = None, page: int | None = None) -> int:
        """Play `steps` on the next requests in order, one each; None lets a request pass untouched.

        With a `page` only the requests for that page of a list count, of which 0 is the first.

        Returns:
            The number by which the script is removed.

        Raises:
            TypeError: One is something else.
        """
        for step in steps:
            if step is not None and not isinstance(step, Fault):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"a step is a Fault, such as Fault.server_error(503), or None, not {step!r}")
        script = _Script(next(self._numbers), deque(steps), match, page)
        self._scripts = [*(one for one in self._scripts if one.steps), script]
        return script.number

    def rates(self, probabilities: Mapping[Fault, float], *, match: Match | None = None) -> int:
        """Let each request meet one of the faults by probability.

        Returns:
            The number by which they are removed.

        Raises:
            ValueError: One is outside 0 to 1, or their sum exceeds 1.
        """
        weights = tuple(probabilities.values())
        if any(not 0 <= weight <= 1 for weight in weights) or math.fsum(weights) > 1:
            raise ValueError("probabilities are between 0 and 1, and so is their sum")
        rates = _Rates(next(self._numbers), tuple(probabilities), weights, match)
        self._rates.insert(0, rates)
        return rates.number

    def remove(self, number: int) -> None:
        """Take a script or rates away.

        Raises:
            KeyError: None with this number stands.
        """
        if all(rule.number != number for rule in self.rules):
            raise KeyError(number)
        self._scripts = [script for script in self._scripts if script.number != number]
        self._rates = [rates for rates in self._rates if rates.number != number]

    def list_lag(self, seconds: float) -> None:
        """Let messages appear in lists only `seconds` after their creation; each is found by its SID at once.

        Raises:
            ValueError: `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError("a lag is not negative")
        self.lag = timedelta(seconds=seconds)

    def clear(self) -> None:
        """Forget scripts, rates and the lag of lists; the count of `injected` stays."""
        self._scripts.clear()
        self._rates.clear()
        self.lag = timedelta()

    def take(self, method: str, path: str, query: Pairs) -> Fault | None:
        """The fault that this request meets, if any."""
        fault = self._next(method, path, query)
        if fault is not None:
            self.injected[fault.kind] += 1
        return fault

    def _next(self, method: str, path: str, query: Pairs) -> Fault | None:
        for script in self._scripts:
            if script.plays(method, path, query):
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


def _page_of(method: str, query: Pairs) -> int | None:
    """The page of a list that a request is for, if its method can be for one."""
    number = dict(query).get("Page", "0")
    return int(number) if method == "GET" and number.isdecimal() else None


def _applies(match: Match | None, method: str, path: str) -> bool:
    return match is None or match(method, path)
