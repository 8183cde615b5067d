"""Answers to Twilio, made of what a handler returns."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from attrs import frozen

XML = "text/xml"
TEXT = "text/plain"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The document that asks Twilio for nothing."""


class Document(Protocol):
    """A TwiML document, of this library or of another one."""

    def to_xml(self) -> str:
        """The document as XML."""
        ...


Answerable: TypeAlias = Document | str | None
"""What a handler may return: a TwiML document or its text, another text, or nothing."""


@frozen
class Answer:
    """An answer.

    Attributes:
        text: Its body.
        content_type: What that is, in UTF-8.
        status: Its HTTP status.
    """

    text: str
    content_type: str = TEXT
    status: int = 200


_NOTHING = Answer(EMPTY, XML)


def answer_of(returned: object) -> Answer:
    """The answer that a handler means.

    None is a document that asks for nothing, which is right for every webhook. A text that begins with `<`
    is TwiML; any other is plain, which Twilio sends or says as it is.

    Raises:
        TypeError: It is nothing of that.
    """
    if returned is None:
        return _NOTHING
    if isinstance(returned, str):
        return Answer(returned, XML if returned.lstrip().startswith("<") else TEXT)
    to_xml = getattr(returned, "to_xml", None)
    if to_xml is None:
        raise TypeError(f"a handler returns TwiML, text or None, not a {type(returned).__name__}")
    return Answer(str(to_xml()), XML)
