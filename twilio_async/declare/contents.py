"""Readers of files: they look at an answer and at the beginning of its bytes, and read no further.

A file that is not there yet, a part of one, a page of a proxy's or an error of Twilio's in its place: all
come with 2xx too. A label may be wrong in both ways, so the first bytes have their say. Of the files of
messages Twilio lists the types that it takes; neither HTML nor JSON nor XML is among them.

Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
"""

import re
from collections.abc import Callable

from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.http.body import StreamedResponse
from twilio_async.core.wire import Reader, Response

_WHOLE = frozenset({200, 203})
_WITHOUT_BODY = frozenset({202, 204, 205})
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MARKUP = re.compile(rb"<[!?/A-Za-z]")
_JSON = re.compile(rb'\{\s*["}]|\[\s*["{\[\]]')
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_STRUCTURED = re.compile(r"(application|text)/(.*\+)?(json|xml)")
_BINARY = re.compile(r"(audio|image|video)/(?!svg)")


class NotYet(Unreadable):
    """An answer in the place of a file that is not there yet."""

    kind = "absent"

    def __init__(self, why: str) -> None:
        super().__init__(f"not there yet ({why})")


def _reader(is_page: Callable[[str, bytes], bool], *, may_be_empty: bool = False) -> Reader[Response]:
    """The reader of a file; `is_page` tells by media type and beginning that a page came instead."""

    def check(answer: StreamedResponse) -> None:
        beginning = answer.content.beginning
        if answer.status in _WITHOUT_BODY:
            raise NotYet(f"HTTP {answer.status}")
        if answer.status not in _WHOLE:
            raise Unreadable(f"HTTP {answer.status} came, which is not the whole file")
        if not (beginning or may_be_empty):
            raise NotYet(f"HTTP {answer.status} without a byte")
        label = answer.content.content_type
        if is_page(label, beginning):
            raise Unreadable(f"a page or an error came in the file's place, as {label[:80]}")

    def read(answer: Response) -> Response:
        if isinstance(answer, StreamedResponse):  # A redirect is none.
            try:
                check(answer)
            except BaseException:
                answer.content.close()
                raise
        return answer

    return Reader(read, live=True)


def _is_html(label: str, beginning: bytes) -> bool:
    del beginning
    return label in _HTML


def _is_page_of_media(label: str, beginning: bytes) -> bool:
    is_misplaced = _BINARY.match(label) or _STRUCTURED.fullmatch(label)
    return label in _HTML or (is_misplaced is not None and _looks_like_a_page(beginning))


def _is_page_of_sound(label: str, beginning: bytes) -> bool:
    return label in _HTML or label.startswith("text/") or _looks_like_a_page(beginning)


def _looks_like_a_page(beginning: bytes) -> bool:
    """Whether this begins like HTML, XML or JSON, as no WAV or MP3 does."""
    start = beginning.lstrip(_BLANK)
    return _MARKUP.match(start) is not None or _JSON.match(start) is not None


DATA = _reader(lambda _label, _beginning: False)
"""The reader of a file of any type."""
TEXT = _reader(_is_html, may_be_empty=True)
"""The reader of a text, which may be empty and look like anything."""
MEDIA = _reader(_is_page_of_media)
"""The reader of a file of a message."""
SOUND = _reader(_is_page_of_sound)
"""The reader of a recording."""
