"""Faults as control adds and shows them: each kind with its values, and the requests that meet it."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from twilio_async.emulator.faults.conditions import When
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.faults.faults import Faults, Standing


class NewFault(Struct, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """A fault that requests meet: the next `times`, or for ever without it, each by a `probability`.

    Only requests of a `method`, an `account_sid`, values of parameters (`params`), and a `path` of a pattern
    such as `*/Messages.json` meet it, where these are named.
    """

    times: Annotated[int, Meta(ge=1)] | None = None
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    method: str | None = None
    path: str | None = None
    account_sid: str | None = None
    params: dict[str, str] = {}

    def fault(self) -> Fault:
        """The fault itself."""
        raise NotImplementedError

    def add(self, faults: Faults) -> int:
        """Let requests meet it; gives its number."""
        when = When(method=self.method, path=self.path, account_sid=self.account_sid, params=self.params)
        return faults.add(self.fault(), when=when, times=self.times, probability=self.probability).number


class Answer(NewFault, kw_only=True, tag="answer"):
    """Any answer: the document of an error with `code` and `message`, or else `body` as it is.

    `executed`: the work is done all the same.
    """

    status: Annotated[int, Meta(ge=200, le=599)]
    code: int | None = None
    message: str | None = None
    headers: dict[str, str] = {}
    body: str | None = None
    executed: bool = False

    def fault(self) -> Fault:
        """The fault itself."""
        return Fault.answer_with(
            self.status,
            self.code,
            self.message,
            headers=self.headers,
            body=self.body,
            executed=self.executed,
        )


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
    Answer
    | RateLimited
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
    """A fault that stands: its kinds, in words, how often more it is met, or by which probabilities.

    `condition` is in words; it is None where every request is meant.
    """

    number: int
    kinds: list[str]
    description: str
    times_left: int | None
    probabilities: list[float] | None
    condition: str | None


def fault_view(standing: Standing) -> FaultView:
    """A fault that stands."""
    distinct = list(dict.fromkeys(standing.faults))
    return FaultView(
        number=standing.number,
        kinds=["none" if fault is None else fault.kind for fault in distinct],
        description=", ".join("no fault" if fault is None else repr(fault) for fault in distinct),
        times_left=standing.times,
        probabilities=None if standing.probabilities is None else list(standing.probabilities),
        condition=_words(standing),
    )


def _words(standing: Standing) -> str | None:
    if standing.is_matched:
        return "what a program decides"
    when = standing.when or When()
    params = [f"{name}={value}" for name, value in when.params.items()]
    return " ".join(word for word in (when.method, when.path, when.account_sid, *params) if word) or None
