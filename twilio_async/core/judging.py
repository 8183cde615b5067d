"""The judgement of an answer: what the caller asked for, or why it is none of that. It falls nowhere else.

A status that is no success is a refusal. Any other answer is a success only once the reader of its request
has understood it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.wire import Failure, Refusal
from twilio_async.errors import error_code

if TYPE_CHECKING:
    from twilio_async.core.exchange import Exchange
    from twilio_async.core.wire import Response, Setback

T = TypeVar("T")
_FIRST_SUCCESS = 200
_FIRST_REDIRECT = 300
_NOT_FOUND = 404


def judged(exchange: Exchange[T], answer: Response | Failure) -> T | Setback:
    """What the caller asked for, or why this is none of it."""
    if isinstance(answer, Failure):
        return answer
    request, status = exchange.request, answer.status
    if not (_FIRST_SUCCESS <= status < _FIRST_REDIRECT or status in request.accepts):
        if not (status == _NOT_FOUND and request.method == "DELETE" and exchange.executed == "unknown"):
            return _refused(answer)
        # What an earlier attempt may have deleted is gone, as was asked.
        answer = evolve(answer, body=b"")
    try:
        return request.reader.read(answer)
    except Unreadable as error:
        return Failure(error.kind, str(error), sent=True, response=answer)


def _refused(answer: Response) -> Refusal:
    try:
        tree = parse(answer.body)
    except Unreadable:
        tree = None
    return Refusal(answer, tree, error_code(tree))
