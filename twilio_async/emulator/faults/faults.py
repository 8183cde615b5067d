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

from attrs import define, frozen

from twilio_async.emulator.faults.conditions import Asked, When
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.memory.checks import expect, expect_amounts, expect_if_any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from twilio_async.emulator.wire.parameters import Pairs

Match: TypeAlias = Callable[[str, str], bool]
"""Whether a fault may meet the request with this method and path."""


@frozen
class Standing:
    """What stands: faults, how often more or by which probabilities they are met, and for which requests.

    `when` is None where nothing is said or a program decides, which `is_matched` tells.
    """

    number: int
    faults: tuple[Fault | None, ...]
    times: int | None
    probabilities: tuple[float, ...] | None
    when: When | None
    is_matched: bool


@frozen
class _Script:
    number: int
    steps: deque[Fault | None]
    match: Match | None
    page: int | None = None

    @property
    def is_matched(self) -> bool:
        """Whether it is for some requests only."""
        return self.match is not None or self.page is not None

    def plays(self, method: str, path: str, query: Pairs) -> bool:
        """Whether a step is left for this request."""
        if not self.steps or (self.page is not None and self.page != _page_of(method, query)):
            return False
        return _applies(self.match, method, path)


@define(eq=False)
class Rule:
    """A fault that stays: for `times` requests or for ever, by `probability`, for those that `when` names."""

    number: int
    fault: Fault
    when: When
    times: int | None = None
    probability: float = 1.0


@frozen
class _Rates:
    number: int
    faults: tuple[Fault, ...]
    weights: tuple[float, ...]
    match: Match | None


class Faults:
    """The faults to come: `injected` counts by kind what has been dealt out, `lag` is that of lists.

    A script goes before rules, and those before rates. Of several scripts the oldest that matches plays; of
    several rules or rates the newest that matches counts.
    """

    def __init__(self, random: Random) -> None:
        self.injected: Counter[str] = Counter()
        self.lag = timedelta()
        self._random = random
        self.rules: list[Rule] = []
        self._scripts: list[_Script] = []
        self._rates: list[_Rates] = []
        self._numbers = count(1)

    @property
    def standing(self) -> list[Standing]:
        """What stands, in the order in which it came."""
        scripts = [
            Standing(one.number, tuple(one.steps), len(one.steps), None, None, one.is_matched)
            for one in self._scripts
            if one.steps
        ]
        rules = [
            Standing(one.number, (one.fault,), one.times, (one.probability,), one.when, is_matched=False)
            for one in self.rules
        ]
        rates = [
            Standing(one.number, one.faults, None, one.weights, None, one.match is not None)
            for one in self._rates
        ]
        return sorted([*scripts, *rules, *rates], key=attrgetter("number"))

    def remove(self, number: int) -> None:
        """Take away what stands under a number.

        Raises:
            KeyError: Nothing does.
        """
        if all(one.number != number for one in self.standing):
            raise KeyError(number)
        self._scripts = [one for one in self._scripts if one.number != number]
        self.rules = [one for one in self.rules if one.number != number]
        self._rates = [one for one in self._rates if one.number != number]

    def script(self, *steps: Fault | None, match: Match | None = None, page: int | None = None) -> None:
        """Play `steps` on the next requests in order, one each; None lets a request pass untouched.

        With a `page` only the requests for that page of a list count, of which 0 is the first.

        Raises:
            TypeError: One is something else.
        """
        for step in steps:
            if step is not None and not isinstance(step, Fault):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"a step is a Fault, such as Fault.server_error(503), or None, not {step!r}")
        script = _Script(next(self._numbers), deque(steps), match, page)
        self._scripts = [*(one for one in self._scripts if one.steps), script]

    def rates(self, probabilities: Mapping[Fault, float], *, match: Match | None = None) -> None:
        """Let each request meet one of the faults by probability.

        Raises:
            ValueError: One is outside 0 to 1, or their sum exceeds 1.
        """
        for fault, probability in probabilities.items():
            expect(Fault, fault=fault)
            expect(float, probability=probability)
        weights = tuple(probabilities.values())
        if any(not 0 <= weight <= 1 for weight in weights) or math.fsum(weights) > 1:
            raise ValueError("probabilities are between 0 and 1, and so is their sum")
        self._rates.insert(0, _Rates(next(self._numbers), tuple(probabilities), weights, match))

    def add(
        self, fault: Fault, *, when: When | None = None, times: int | None = None, probability: float = 1.0
    ) -> Rule:
        """Let requests meet a fault; gives the rule, which can be taken out of `rules` again.

        Raises:
            ValueError: `times` is not positive, or `probability` not between 0 and 1.
        """
        expect(Fault, fault=fault)
        expect_if_any(When, when=when)
        expect_if_any(int, times=times)
        expect(float, probability=probability)
        if times is not None and times < 1:
            raise ValueError("times is 1 or more, or None for ever")
        if not 0 <= probability <= 1:
            raise ValueError("a probability is between 0 and 1")
        rule = Rule(next(self._numbers), fault, when or When(), times, probability)
        self.rules.insert(0, rule)
        return rule

    def once(self, fault: Fault, *, when: When | None = None) -> Rule:
        """Let the next request meet a fault."""
        return self.add(fault, when=when, times=1)

    def answer(
        self,
        status: int,
        code: int | None = None,
        message: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        executed: bool = False,
        when: When | None = None,
        times: int | None = None,
        probability: float = 1.0,
    ) -> Rule:
        """Answer requests as you say: see `Fault.answer_with` and `add`.

        Raises:
            ValueError: `times` is not positive, or `probability` not between 0 and 1.
        """
        fault = Fault.answer_with(status, code, message, headers=headers, body=body, executed=executed)
        return self.add(fault, when=when, times=times, probability=probability)

    def list_lag(self, seconds: float) -> None:
        """Let messages appear in lists only `seconds` after their creation; each is found by its SID at once.

        Raises:
            ValueError: `seconds` is negative.
        """
        expect_amounts(float, seconds=seconds)
        self.lag = timedelta(seconds=seconds)

    def clear(self) -> None:
        """Forget scripts, rules, rates and the lag of lists; the count of `injected` stays."""
        self.rules.clear()
        self._scripts.clear()
        self._rates.clear()
        self.lag = timedelta()

    @property
    def look_at_forms(self) -> bool:
        """Whether it depends on the form of a request what it meets."""
        return any(rule.when.params for rule in self.rules)

    def take(self, asked: Asked) -> Fault | None:
        """The fault that this request meets, if any."""
        fault = self._next(asked)
        if fault is not None:
            self.injected[fault.kind] += 1
        return fault

    def _next(self, asked: Asked) -> Fault | None:
        for script in self._scripts:
            if script.plays(asked.method, asked.path, asked.query):
                return script.steps.popleft()
        for rule in self.rules:
            if rule.when.holds(asked) and self._random.random() < rule.probability:
                self._use(rule)
                return rule.fault
        for rates in self._rates:
            if _applies(rates.match, asked.method, asked.path):
                return self._draw(rates)
        return None

    def _use(self, rule: Rule) -> None:
        """Count that a rule was met; one that has been met as often as it is for is forgotten."""
        if rule.times is not None:
            rule.times -= 1
            if not rule.times:
                self.rules.remove(rule)

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
