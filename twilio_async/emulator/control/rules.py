"""Faults as control adds and shows them: each kind with its values, and the requests that meet it."""

from fnmatch import fnmatchcase
from typing import Annotated, Literal, TypeAlias

from attrs import frozen
from msgspec import Meta, Struct

from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.faults.faults import Faults, Rule


@frozen
class Condition:
    """A condition of a fault: the method, and a pattern of the path as shells have it; None is any."""

    method: str | None
    path: str | None

    def __call__(self, method: str, path: str) -> bool:
        """Whether a request fulfils it."""
        fits = self.path is None or fnmatchcase(path, self.path)
        return fits and (self.method is None or self.method == method)


class NewFault(Struct, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """A fault that the next `times` requests meet, or, with a `probability`, each request by that.

    Only requests of a `method`, with a `path` of a pattern such as `*/Messages.json`, for a `page` of a list
    (of which 0 is the first) meet it, where these are named.
    """

    times: Annotated[int, Meta(ge=1, le=1000)] = 1
    probability: Annotated[float, Meta(ge=0, le=1)] | None = None
    method: str | None = None
    path: str | None = None
    page: Annotated[int, Meta(ge=0)] | None = None

    def fault(self) -> Fault:
        """The fault itself."""
        raise NotImplementedError

    def add(self, faults: Faults) -> int:
        """Let requests meet it; gives the number of the rule.

        Raises:
            ValueError: It has a probability and a page.
        """
        has_condition = self.method is not None or self.path is not None
        match = Condition(self.method, self.path) if has_condition else None
        if self.probability is None:
            return faults.script(*[self.fault()] * self.times, match=match, page=self.page)
        if self.page is not None:
            raise ValueError("a fault has a page or a probability, not both")
        return faults.rates({self.fault(): self.probability}, match=match)


class RateLimited(NewFault, kw_only=True, tag="rate_limited"):
    """429, nothing executed; `retry_after` is the header, in seconds."""

    retry_after: float | None = None

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.rate_limited(self.retry_after)


class ServerError(NewFault, kw_only=True, tag="server_error"):
    """500 or 503; `executed`: the work is done all the same."""

    status: Literal[500, 503] = 500
    executed: bool = False

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.server_error(self.status, executed=self.executed)


class CloseBeforeReading(NewFault, kw_only=True, tag="close_before_reading"):
    """The connection is cut before the request is read."""

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.close_before_reading()


class CloseAfterExecuting(NewFault, kw_only=True, tag="close_after_executing"):
    """The work is done, and the connection cut without an answer."""

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.close_after_executing()


class TruncatedBody(NewFault, kw_only=True, tag="truncated_body"):
    """The work is done, and the answer ends after half of its body."""

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.truncated_body()


class GarbageBody(NewFault, kw_only=True, tag="garbage_body"):
    """The work is done, and the body of the answer is garbage."""

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.garbage_body()


class Delay(NewFault, kw_only=True, tag="delay"):
    """The request waits `seconds` first."""

    seconds: Annotated[float, Meta(ge=0, le=3600)]

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.delay(self.seconds)


class Crash(NewFault, kw_only=True, tag="crash"):
    """The work is done, and the server breaks down for `seconds`, with all of its connections."""

    seconds: Annotated[float, Meta(ge=0, le=3600)] = 0.0

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.crash(self.seconds)


AnyFault: TypeAlias = (
    RateLimited
    | ServerError
    | CloseBeforeReading
    | CloseAfterExecuting
    | TruncatedBody
    | GarbageBody
    | Delay
    | Crash
)
"""A fault of any kind."""


class FaultView(Struct, kw_only=True):
    """A rule that stands: its kinds, in words, and how often more it is met or by which probabilities.

    `condition` is in words too where a program made it.
    """

    number: int
    kinds: list[str]
    description: str
    times_left: int | None
    probabilities: list[float] | None
    method: str | None
    path: str | None
    page: int | None
    condition: str | None


def fault_view(rule: Rule) -> FaultView:
    """A rule of faults."""
    match = rule.match
    named = match if isinstance(match, Condition) else Condition(None, None)
    distinct = list(dict.fromkeys(rule.faults))
    return FaultView(
        number=rule.number,
        kinds=["none" if fault is None else fault.kind for fault in distinct],
        description=", ".join("no fault" if fault is None else repr(fault) for fault in distinct),
        times_left=len(rule.faults) if rule.probabilities is None else None,
        probabilities=None if rule.probabilities is None else list(rule.probabilities),
        method=named.method,
        path=named.path,
        page=rule.page,
        condition=None if match is None or match is named else "a condition of a program",
    )
