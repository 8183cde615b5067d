"""TwiML documents: what a webhook answers, read into verbs.

Read with lxml, without entities, document types or network. Which verbs mean what is for `flows` to know.

Source: https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element: TypeAlias = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - its only name

_ROOT = "Response"
_TEXTUAL = frozenset({"Say", "Body", "Message", "Sms"})
"""Verbs whose own text holds other elements; of those, SSML is spoken as the text in it."""
_PLAIN = "text/plain"
_READ_AS_XML = frozenset({"application/xml", "text/xml", "text/html"})


class TwimlError(Exception):
    """A document that cannot be understood, with Twilio's code for that."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@frozen
class Verb:
    """An element of a document: its name, attributes, text without the space around it, and children."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Verb, ...]

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or what it is where it is not given."""
        return self.attributes.get(name, default)

    def all(self, name: str) -> Iterator[Verb]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)


Document: TypeAlias = tuple[Verb, ...]
"""The verbs of a document in order."""


def read_answer(content: bytes, content_type: str, plain_verb: str) -> Document:
    """The verbs of what a webhook answered; plain text is one `plain_verb` with it, and nothing is none.

    Raises:
        TwimlError: It is something else (12300), no XML (12100), or not TwiML (12100).
    """
    if not content.strip():
        return ()
    if content_type == _PLAIN:
        return (Verb(plain_verb, {}, content.decode(errors="replace").strip(), ()),)
    if content_type not in _READ_AS_XML:
        raise TwimlError(12300, f"Invalid Content-Type: {content_type}")
    return read(content)


def read(content: bytes) -> Document:
    """The verbs of a document.

    Raises:
        TwimlError: It is no XML, has a document type, or its root is no `Response` (12100).
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TwimlError(12100, f"Document parse failure: {error.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise TwimlError(12100, "Document parse failure: a document type is not allowed")
    if root.tag != _ROOT:
        raise TwimlError(12100, f"Document parse failure: the root is no {_ROOT}")
    return tuple(_verb(child) for child in root)


def _verb(element: Element) -> Verb:
    name = str(element.tag)
    text = "".join(element.itertext()) if name in _TEXTUAL and not _has_parts(element) else element.text or ""
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    return Verb(name, attributes, text.strip(), tuple(_verb(child) for child in element))


def _has_parts(element: Element) -> bool:
    """Whether the children of an element are verbs and nouns; those of SSML begin with a small letter."""
    return any(str(child.tag)[:1].isupper() for child in element)
