"""TwilioResponse documents to the tree that the JSON form of the same answer has.

An element without children is its text, an empty one None. One named for several of its children
(`Permissions` of `Permission`) is a list of them. The answer itself is a list where it has attributes: they
become the keys of the envelope, its children the items. The keys are the snake_case of the names, and the
addresses of resources get the `.json` that they have in JSON.

The parser resolves nothing, and sees only what may be an answer: its first element is a TwilioResponse, so
that no document type precedes it, it is of bearable size, and none of its elements has more attributes than
any of Twilio's, since lxml reads n attributes in n squared steps. What the parser refuses, it is given once
more with its characters repaired.

Source: https://www.twilio.com/docs/usage/twilios-response
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from twilio_async.core.codec.names import ADDRESSES, SUBRESOURCES, is_plural, json_address, snake_case
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.codec.xml.characters import repaired
from twilio_async.core.codec.xml.records import split
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Element: TypeAlias = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - its only name

# The parser's own encoding overrides the document's, so that none hides a document type.
_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
# More than a page of a thousand records has, by far.
_MOST_BYTES = 0x1000000
_MOST_TAGS = 0x40000
_MOST_ATTRIBUTES = 64
_LONGEST_PROLOG = 0x10000
_DEEPEST = 32

_ROOT = "TwilioResponse"
_ASIDE = rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
_PROLOG = re.compile(rb"[ \t\r\n]*+(?:%b)" % _ASIDE, re.DOTALL)
_OPENING = re.compile(rb"[ \t\r\n]*+<(!?[\w:\x80-\xff][\w:.\x80-\xff-]{,63})")
_NO_ELEMENT = re.compile(rb"%b|<!\[CDATA\[.*?(?:]]>|\Z)" % _ASIDE, re.DOTALL)
_CROWDED_TAG = re.compile(
    rb"""<[^ \t\r\n<>"'=/]++ (?: [ \t\r\n]*+ [^ \t\r\n<>"'=/]++ [ \t\r\n]*+ = [ \t\r\n]*+
                                (?: "[^"<]*+" | '[^'<]*+' ) ){%d}"""
    % (_MOST_ATTRIBUTES + 1),
    re.VERBOSE,
)
_ENVELOPE = {
    "numpages": "num_pages",
    "pagesize": "page_size",
    "firstpageuri": "first_page_uri",
    "previouspageuri": "previous_page_uri",
    "nextpageuri": "next_page_uri",
    "lastpageuri": "last_page_uri",
}


def parse_xml(body: bytes) -> Any:
    """The tree in `body`.

    Raises:
        Unreadable: It is no XML, no TwilioResponse, or nested or sized beyond any answer of Twilio's.
    """
    if len(body) > _MOST_BYTES:
        raise Unreadable(f"no answer of Twilio's: it has {len(body):,} bytes")
    document = _utf8(body)
    page = split(document, _fragment)
    if page is not None:
        frame, records = page
        answer = _answer(frame)
        if not len(answer):
            return _envelope(answer, records)
    answer = _answer(document)
    return _envelope(answer, map(_record, answer)) if answer.attrib else _record(answer)


def _utf8(body: bytes) -> bytes:
    """`body` without its byte order mark."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def _answer(document: bytes) -> Element:
    name = _root_name(document)
    if name.startswith("!"):
        raise Unreadable("no XML that is accepted: it has a document type")
    root = _parsed(document) if name == _ROOT else None
    if root is None or root.tag != _ROOT:
        raise Unreadable(f"no answer of Twilio's: its root is <{name if root is None else root.tag!s}>")
    if len(root) != 1:
        raise Unreadable(f"no answer of Twilio's: <{_ROOT}> has {len(root)} elements, not one")
    return root[0]


def _root_name(document: bytes) -> str:
    """The name of the root, or of a declaration before it, which begins with `!`."""
    position = 0
    while part := _PROLOG.match(document, position, _LONGEST_PROLOG):
        position = part.end()
    opening = _OPENING.match(document, position, _LONGEST_PROLOG)
    if opening is None:
        raise Unreadable("no XML: it does not begin with an element")
    return opening[1].decode(errors="replace")


def _parsed(element: bytes) -> Element:
    if element.count(b"<") > _MOST_TAGS:
        raise Unreadable(f"no answer of Twilio's: it has more than {_MOST_TAGS:,} tags")
    if _is_crowded(element):
        raise Unreadable(f"no answer of Twilio's: an element has more than {_MOST_ATTRIBUTES} attributes")
    try:
        return etree.fromstring(element, _PARSER)
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(repaired(element), _PARSER)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"no XML: {error}") from None


def _is_crowded(element: bytes) -> bool:
    """Whether it, or an element in it, has very many attributes; what only looks like one has none."""
    return (
        element.count(b"=") > _MOST_ATTRIBUTES
        and _CROWDED_TAG.search(element) is not None
        and _CROWDED_TAG.search(_NO_ELEMENT.sub(b"", element)) is not None
    )


def _fragment(element: bytes) -> dict[str, Any]:
    return _record(_parsed(element))


def _envelope(answer: Element, records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        _ENVELOPE.get(str(name), str(name)): value or None for name, value in answer.attrib.items()
    }
    envelope[snake_case(str(answer.tag))] = list(records)
    return envelope


def _record(element: Element) -> dict[str, Any]:
    return _with_json_addresses(_tree(element))


def _tree(element: Element, depth: int = 0) -> dict[str, Any]:
    return {snake_case(str(child.tag)): _value(child, depth + 1) for child in element}


def _value(element: Element, depth: int) -> Any:
    text = element.text
    if not len(element) or not (text is None or text.isspace()):
        return text
    if depth > _DEEPEST:
        raise Unreadable(f"no answer of Twilio's: its elements are nested more than {_DEEPEST} deep")
    if all(is_plural(str(element.tag), str(child.tag)) for child in element):
        return [_value(child, depth + 1) for child in element]
    return _tree(element, depth)


def _with_json_addresses(record: dict[str, Any]) -> dict[str, Any]:
    for key in ADDRESSES & record.keys():
        record[key] = json_address(record[key])
    subresources = record.get(SUBRESOURCES)
    if is_object(subresources):
        for key, uri in subresources.items():
            subresources[key] = json_address(uri)
    return record
