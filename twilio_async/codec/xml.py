"""TwilioResponse documents to the tree that the JSON form of the same answer has.

An element without children is its text, an empty one None. An element with attributes is a list: its
attributes become the keys of the envelope, its children the items. The keys are the snake_case of the
names, and the addresses of resources get the `.json` that they have in JSON.

The parser resolves nothing: a document with a document type is refused before it is parsed, depth and
sizes have libxml2's limits.

Source: https://www.twilio.com/docs/usage/twilios-response
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from twilio_async.codec.unreadable import Unreadable

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
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ENVELOPE = {
    "numpages": "num_pages",
    "pagesize": "page_size",
    "firstpageuri": "first_page_uri",
    "previouspageuri": "previous_page_uri",
    "nextpageuri": "next_page_uri",
    "lastpageuri": "last_page_uri",
}
_JSON_GENERATION = "/2010-04-01/"


def parse_xml(body: bytes) -> Any:
    """The tree in `body`.

    Raises:
        Unreadable: It is no XML, has a document type, or is nested or sized beyond any answer of Twilio's.
    """
    if b"<!DOCTYPE" in body:
        raise Unreadable("no XML that is accepted: it has a document type")
    try:
        root = etree.fromstring(body, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no XML: {error}") from None
    if len(root) != 1:
        raise Unreadable(f"no answer of Twilio's: <{root.tag}> has {len(root)} elements, not one")
    answer = root[0]
    if answer.attrib:
        return _envelope(answer)
    return _record(answer)


@lru_cache(4096)
def snake_case(name: str) -> str:
    """`RequestURL` as `request_url`."""
    return _WORD.sub("_", name).lower()


def _envelope(answer: etree._Element) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        _ENVELOPE.get(name, name): value or None for name, value in answer.attrib.items()
    }
    envelope[snake_case(answer.tag)] = [_record(child) for child in answer]
    return envelope


def _record(element: etree._Element) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for child in element:
        value: Any = child.text
        if (value is None or value.isspace()) and len(child):
            value = _record(child)
        record[snake_case(child.tag)] = value
    _address_as_json(record)
    return record


def _address_as_json(record: dict[str, Any]) -> None:
    uri = record.get("uri")
    if isinstance(uri, str) and uri.startswith(_JSON_GENERATION):
        record["uri"] = f"{uri}.json"
    subresources = record.get("subresource_uris")
    if isinstance(subresources, dict):
        record["subresource_uris"] = {
            name: f"{uri}.json" if isinstance(uri, str) and uri.startswith(_JSON_GENERATION) else uri
            for name, uri in subresources.items()
        }
