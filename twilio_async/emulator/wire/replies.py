"""Replies to requests: whole ones, refusals, and the part that a Range header asks for.

Source: https://www.rfc-editor.org/rfc/rfc9110 (`Range: bytes=...`)
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from attrs import field, frozen

from twilio_async.emulator.wire.documents import error_document

if TYPE_CHECKING:
    from twilio_async.emulator.wire.documents import Format
    from twilio_async.emulator.wire.errors import Refusal

_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)


@frozen
class Reply:
    """An answer: status, body and the headers that are not alike for all answers."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(factory=dict[str, str])


def no_content() -> Reply:
    """The reply to what leaves nothing to be shown."""
    return Reply(HTTPStatus.NO_CONTENT)


def refused(refusal: Refusal, form: Format) -> Reply:
    """The reply that says why a request is refused."""
    headers = {"Content-Type": form.content_type, **refusal.headers}
    return Reply(int(refusal.status), error_document(refusal, form), headers)


def part(reply: Reply, header: str | None) -> Reply:
    """The part of `reply` that a Range header asks for: 206, or 416 where there is no such part.

    A reply that accepts no ranges stays whole, and so does one to a header that is no single range of bytes.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or reply.headers.get("Accept-Ranges") != "bytes":
        return reply
    length = len(reply.body)
    first, last, suffix = match.groups()
    start = max(0, length - int(suffix)) if first is None else int(first)
    stop = min(length, int(last) + 1) if last else length
    if start >= stop:
        headers = {"Content-Range": f"bytes */{length}"}
        return Reply(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers = {**reply.headers, "Content-Range": f"bytes {start}-{stop - 1}/{length}"}
    return Reply(HTTPStatus.PARTIAL_CONTENT, reply.body[start:stop], headers)
