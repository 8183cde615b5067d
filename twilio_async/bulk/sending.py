"""Sending in memory: the messages of any iterable, each with its outcome as it comes to its end."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Self, TypeAlias

from twilio_async import Clock, InvalidArgument, Limits
from twilio_async.bulk.dispatch import Dispatch
from twilio_async.bulk.messages import OutboundMessage
from twilio_async.bulk.pacing.pacer import Pacer
from twilio_async.bulk.pacing.rates import Pace, check_pace

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from types import TracebackType

    from twilio_async import Client
    from twilio_async.bulk.outcomes import Outcome
    from twilio_async.bulk.rules.decisions import Rule

Messages: TypeAlias = Iterable[OutboundMessage] | AsyncIterable[OutboundMessage]


def send_many(
    client: Client,
    messages: Messages,
    *,
    concurrency: int | None = None,
    pace: Pace = None,
    rules: Iterable[Rule] = (),
    clock: Clock | None = None,
) -> Sending:
    """Send messages, many at a time, and give an outcome for each as it comes: `async for outcome in ...`.

    A message is asked for once, and again only where it was certainly not executed. None of them raises. The
    source is pulled no further than can be sent; what has to wait for its turn or its hour is kept aside, a
    thousand at most. Nothing is kept beyond the process: where that must not lose anything, use a `Campaign`.

    What concerns all (credentials, account, funds; or an API that has not answered for minutes) stops it:
    what is under way comes to its end, what was pulled and not begun is `NotBegun`, and `SendingStopped` is
    raised behind the last outcome. So is an error of the source's, behind the outcomes of what it yielded.

    Args:
        client: Whose account sends.
        messages: Any iterable or async iterable of `OutboundMessage`.
        concurrency: Requests at a time; None is 100. The client's limits hold all the same.
        pace: Message segments a second of each sender, or of some by their addresses; None is by kind of
            sender. A messaging service is paced only where it is named.
        rules: Functions of a message and a moment that let it leave, wait or be skipped, such as a
            `LocalWindow`, a `SuppressionList` (to which a STOP adds) or `valid_number`.
        clock: The time that turns, pauses and rules go by.

    Raises:
        InvalidArgument: An argument cannot be; nothing was sent.
    """
    source = _source_of(messages)
    if concurrency is None:
        concurrency = Limits().concurrency
    if concurrency < 1:
        raise InvalidArgument(f"concurrency must be at least 1, not {concurrency}")
    check_pace(pace)
    return Sending(
        Dispatch(
            client=client,
            source=source,
            concurrency=concurrency,
            pacer=Pacer(pace),
            rules=tuple(rules),
            clock=clock or Clock(),
        )
    )


def _source_of(messages: Messages) -> AsyncIterator[OutboundMessage]:
    if isinstance(messages, AsyncIterable):
        return aiter(messages)
    try:
        return _Pulled(iter(messages))
    except TypeError:
        raise InvalidArgument("messages must be an iterable of OutboundMessage, or an async one") from None


class Sending:
    """The outcomes of a `send_many`, once, in the order in which they come.

    Who ends it early, by `break` or by being cancelled, ends what is under way. `async with` or `aclose`
    waits until it has ended, and `left` tells what became of the messages whose outcomes were not taken. Who
    wants none of them in doubt lets the source end instead.
    """

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._outcomes = _outcomes(dispatch)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outcome:
        return await anext(self._outcomes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the sending: what is under way is cancelled, and in doubt. Nothing is left running."""
        await self._outcomes.aclose()

    @property
    def left(self) -> tuple[Outcome, ...]:
        """The outcomes that were not taken, once the sending was closed: of all else that was pulled."""
        return tuple(self._dispatch.outcomes)


async def _outcomes(dispatch: Dispatch) -> AsyncGenerator[Outcome, None]:
    # It knows nothing of the Sending: who lets go of that one ends this, without a cycle in between.
    dispatch.begin()
    try:
        while True:
            while dispatch.outcomes:
                outcome = dispatch.outcomes.popleft()
                dispatch.go_on()
                yield outcome
            if dispatch.is_over:
                break
            dispatch.news.clear()
            await dispatch.news.wait()
        dispatch.raise_trouble()
    finally:
        await dispatch.close()


class _Pulled(AsyncIterator[OutboundMessage]):
    """The messages of a plain iterator."""

    def __init__(self, messages: Iterator[OutboundMessage]) -> None:
        self._messages = messages

    async def __anext__(self) -> OutboundMessage:
        for message in self._messages:
            return message
        raise StopAsyncIteration
