"""Answers to models, or to a `DecodeError` that tells what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from twilio_async import codec
from twilio_async.errors import DecodeError

if TYPE_CHECKING:
    from twilio_async.wire import Request, Response

M = TypeVar("M", bound=codec.Model)


def decoded(model: type[M], tree: Any, request: Request, response: Response) -> M:
    """The record in an answer's `tree`, with the answer attached.

    Raises:
        DecodeError: The answer is no object.
    """
    try:
        record = codec.structure(model, tree, model.__name__)
    except codec.Unreadable as error:
        raise _decode_error(error, request, response) from None
    record.response = response
    return record


def decoded_list(model: type[M], key: str, tree: Any, request: Request, response: Response) -> list[M]:
    """The records at `key` of a page.

    Raises:
        DecodeError: There is no list of objects at that key.
    """
    try:
        return codec.structure_list(model, tree, key)
    except codec.Unreadable as error:
        raise _decode_error(error, request, response) from None


def _decode_error(error: codec.Unreadable, request: Request, response: Response) -> DecodeError:
    return DecodeError(
        str(error),
        method=request.method,
        path=request.path,
        attempts=response.attempts,
        request_id=response.request_id,
        headers=response.headers,
        executed="unknown",
    )
