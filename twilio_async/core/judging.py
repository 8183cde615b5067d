"""The judgement of answers: whether an answer is what its request asked for. No other module decides it.

A status that is no success is a refusal. Any other answer is a success only once the reader of its request
has understood it. To a DELETE that may have been executed before, 404 says that it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.wire import Failure, Refusal, is_success
from twilio_async.errors import error_code

if TYPE_CHECKING:
    from twilio_async.core.exchange import Exchange
    from twilio_async.core.wire import Response, Setback

T = TypeVar("T")
_NOT_FOUND = 404


def judged(exchange: Exchange[T], answer: Response | Failure) -> T | Setback:
    """The result that the reader makes of an answer, or the setback that it is."""
    if isinstance(answer, Failure):
        return answer
    request = exchange.request
    is_gone = answer.status == _NOT_FOUND and request.method == "DELETE" and exchange.executed == "unknown"
    if is_gone:
        answer = evolve(answer, body=b"")
    elif not is_success(answer.status) and answer.status not in request.accepts:
        return refused(answer)
    try:
        return request.reader.read(answer)
    except Unreadable as error:
        return Failure(error.kind, str(error), sent=True, response=answer)


def refused(answer: Response) -> Refusal:
    """The refusal that an answer is which is no success."""
    try:
        tree = parse(answer.body)
    except Unreadable:
        tree = None
    return Refusal(answer, tree, error_code(tree))
