"""TwilioResponse documents to the tree that the JSON form of the same answer has.

An element without children is its text, an empty one None. One named for several of its children
(`Permissions` of `Permission`) is a list of them. The answer itself is a list where it has attributes: they
become the keys of the envelope, its children the items. The keys are the snake_case of the names, and the
addresses of resources get the `.json` that they have in JSON.

The parser resolves nothing: a document with a document type is refused before it is parsed, and depth and
sizes have libxml2's limits.

Source: https://www.twilio.com/docs/usage/twilios-response
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from twilio_async.codec import xml_records
from twilio_async.codec.names import is_plural, snake_case
from twilio_async.codec.unreadable import Unreadable
from twilio_async.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Element: TypeAlias = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - its only name

# The parser's own encoding overrides the document's, so that the search for a document type cannot be
# deceived by another one.
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
_ENVELOPE = {
    "numpages": "num_pages",
    "pagesize": "page_size",
    "firstpageuri": "first_page_uri",
    "previouspageuri": "previous_page_uri",
    "nextpageuri": "next_page_uri",
    "lastpageuri": "last_page_uri",
}
_DEEPEST = 32
_ADDRESSES = ("uri", "usage_record_uri")
_HAS_JSON = "/2010-04-01/"


def parse_xml(body: bytes) -> Any:
    """The tree in `body`.

    Raises:
        Unreadable: It is no XML, has a document type, or is nested or sized beyond any answer of Twilio's.
    """
    page = xml_records.split(body, _fragment)
    if page is not None:
        frame, records = page
        answer = _answer(frame)
        if not len(answer):
            return _envelope(answer, map(_with_json_addresses, records))
    answer = _answer(body)
    return _envelope(answer, map(_record, answer)) if answer.attrib else _record(answer)


def _answer(document: bytes) -> Element:
    root = _parsed(document)
    if len(root) != 1:
        raise Unreadable(f"no answer of Twilio's: <{root.tag!s}> has {len(root)} elements, not one")
    return root[0]


def _parsed(document: bytes) -> Element:
    if b"<!DOCTYPE" in document:
        raise Unreadable("no XML that is accepted: it has a document type")
    try:
        return etree.fromstring(document, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no XML: {error}") from None


def _fragment(element: bytes) -> dict[str, Any]:
    return _tree(_parsed(element))


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
    for name in _ADDRESSES:
        if name in record:
            record[name] = _json_address(record[name])
    subresources = record.get("subresource_uris")
    if is_object(subresources):
        for name, uri in subresources.items():
            subresources[name] = _json_address(uri)
    return record


def _json_address(uri: Any) -> Any:
    if type(uri) is not str or not uri.startswith(_HAS_JSON):
        return uri
    return uri.replace("?", ".json?", 1) if "?" in uri else f"{uri}.json"
