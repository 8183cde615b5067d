"""Answers to models, or to a `DecodeError` that tells what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from twilio_async import codec
from twilio_async.errors import DecodeError
from twilio_async.paging import list_key

if TYPE_CHECKING:
    from twilio_async.wire import Request, Response

M = TypeVar("M", bound=codec.Model)
T = TypeVar("T")


def decoded(model: type[M], tree: Any, request: Request, response: Response) -> M:
    """The record in an answer's `tree`, with the answer attached.

    Raises:
        DecodeError: The answer is no object.
    """
    try:
        record = codec.structure(model, tree, model.__name__)
    except codec.Unreadable as error:
        raise _decode_error(error, request, response) from None
    record.http_response = response
    return record


def decoded_list(
    model: type[T] | None, key: str | None, tree: Any, request: Request, response: Response
) -> list[T]:
    """The records of a page: at `key`, or where its `meta` says; objects as they are without a model.

    Raises:
        DecodeError: There is no list of objects at that key.
    """
    try:
        return codec.structure_list(model, tree, key or _named_list(tree))
    except codec.Unreadable as error:
        raise _decode_error(error, request, response) from None


def _named_list(tree: Any) -> str:
    key = list_key(tree)
    if key is None:
        raise codec.Unreadable("meta.key: the answer does not tell where its records are: give their key")
    return key


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
