"""Judges of the bytes of files: of an answer and its beginning, without reading on.

A file that is not there yet, a part of one, a page of a proxy's or an error of Twilio's in its place: all
come with 2xx too. A label may be wrong in both ways, so the first bytes have their say. Of the files of
messages Twilio lists the types that it takes; neither HTML nor JSON nor XML is among them.

Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
"""

import re

from twilio_async.core.http.body import media_type
from twilio_async.core.wire import Failure, Response

_WHOLE = frozenset({200, 203})
_WITHOUT_BODY = frozenset({202, 204, 205})
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MARKUP = re.compile(rb"<[!?/A-Za-z]")
_JSON = re.compile(rb'\{\s*["}]|\[\s*["{\[\]]')
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_STRUCTURED = re.compile(r"(application|text)/(.*\+)?(json|xml)")
_BINARY = re.compile(r"(audio|image|video)/(?!svg)")


def text(answer: Response, beginning: bytes) -> Failure | None:
    """The flaw of a text, which may be empty and look like anything."""
    del beginning
    label = media_type(answer.headers)
    return _misfit(answer) or (_page(label) if label in _HTML else None)


def data(answer: Response, beginning: bytes) -> Failure | None:
    """The flaw of a file of any type."""
    misfit = _misfit(answer)
    if misfit is None and not beginning:
        return _absent(f"HTTP {answer.status} without a byte")
    return misfit


def media(answer: Response, beginning: bytes) -> Failure | None:
    """The flaw of a file of a message."""
    label = media_type(answer.headers)
    is_page = label in _HTML or (
        (_BINARY.match(label) is not None or _STRUCTURED.fullmatch(label) is not None)
        and _looks_like_a_page(beginning)
    )
    return data(answer, beginning) or (_page(label) if is_page else None)


def sound(answer: Response, beginning: bytes) -> Failure | None:
    """The flaw of a recording."""
    label = media_type(answer.headers)
    is_page = label in _HTML or label.startswith("text/") or _looks_like_a_page(beginning)
    return data(answer, beginning) or (_page(label) if is_page else None)


def _misfit(answer: Response) -> Failure | None:
    if answer.status in _WHOLE:
        return None
    if answer.status in _WITHOUT_BODY:
        return _absent(f"HTTP {answer.status}")
    return Failure("unreadable", f"HTTP {answer.status} came, which is not the whole file", sent=True)


def _absent(why: str) -> Failure:
    return Failure("absent", f"not there yet ({why})", sent=True)


def _page(label: str) -> Failure:
    return Failure("unreadable", f"a page or an error came in the file's place, as {label[:80]}", sent=True)


def _looks_like_a_page(beginning: bytes) -> bool:
    """Whether this begins like HTML, XML or JSON, as no WAV or MP3 does."""
    start = beginning.lstrip(_BLANK)
    return _MARKUP.match(start) is not None or _JSON.match(start) is not None
