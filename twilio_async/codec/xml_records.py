"""The records of a large XML page, read by their common shape.

A page has up to a thousand records of the same elements in the same order. An XML parser makes objects of
each of their tags, which takes most of the time of a history in XML. Here the first record tells the shape,
a regular expression of that shape reads the others at several times the speed, and the parser proper reads
what is left: the frame around the records, and each record that is different (a comment, CDATA, an entity
that is not XML's own). A page with characters that XML forbids or rewrites, or where this does not work out,
is left to the parser as a whole, so the result is always what the parser would give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from attrs import frozen

from twilio_async.codec.names import is_plural, snake_case

Parse: TypeAlias = Callable[[bytes], dict[str, Any]]
"""The tree of one element, by the parser proper."""

_FRAME = re.compile(
    r"""\s* (?:<\?xml [^<>?]* \?> \s*)? <TwilioResponse> \s*
        <\w+ (?:\s+ \w+ = "[^"<]*")+ \s* > \s* (?= <(?P<item>\w+)> )""",
    re.VERBOSE | re.ASCII,
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile("&(?:(amp|lt|gt|quot|apos);)?")
_SPACE = " \t\n"
_CONTROL = bytes(byte for byte in range(0x20) if byte not in b"\t\n")
_LONG_RECORD = 0x10000
_MANY_TAGS = 0x200
_LAYOUT = re.compile(r">\s+<", re.ASCII)
_TAG = re.compile(r"<(/?)(\w+)(/?)>", re.ASCII)


@frozen
class _Shape:
    """The elements of a record: the groups of `pattern` are its texts, by their keys.

    `objects` has the key of each object in it, with the keys of its own texts and the names of their groups.
    """

    pattern: re.Pattern[str]
    objects: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def nested(self, texts: dict[str, Any]) -> dict[str, Any]:
        """The tree of a record with these texts, which become part of it."""
        for key, fields in self.objects:
            texts[key] = inner = {}
            for name, group in fields:
                inner[name] = texts.pop(group)
        return texts


def split(body: bytes, parse: Parse) -> tuple[bytes, list[dict[str, Any]]] | None:
    """The page without its records, and their trees; None where this is not the way to read it."""
    # One character for each byte, however wide the page's own are: most texts are ASCII, and searching and
    # cutting wide text takes several times as long. The few others are decoded one by one.
    text = body.decode("latin-1")
    try:
        frame = _FRAME.match(text)
        if frame is None or not _is_plain(body):
            return None
        start, end = frame.end(), f"</{frame['item']}>"
        first = text[start : _behind(end, text, start)]
        tags = tuple(match.groups("") for match in _TAG.finditer(first[:_LONG_RECORD]))
        shape = _shape(tags, r"\s*+" if _LAYOUT.search(first) else "")
        if shape is None:
            return None
        records, stop = _records(text, start, end, shape, parse)
    except (ValueError, IndexError, re.error):  # No UTF-8, no end, no record, or two fields of one name.
        return None
    return body[:start] + body[stop:], records


def _is_plain(body: bytes) -> bool:
    """Whether no byte in it is illegal, or is read as another."""
    return len(body.translate(None, _CONTROL)) == len(body) and (b"]" not in body or b"]]>" not in body)


def _behind(end: str, text: str, start: int) -> int:
    return text.index(end, start) + len(end)


def _records(
    text: str, position: int, end: str, shape: _Shape, parse: Parse
) -> tuple[list[dict[str, Any]], int]:
    """The records from `position` on, and where they end."""
    records: list[dict[str, Any]] = []
    begin = end.replace("/", "")
    match_shape, nested, is_ascii = shape.pattern.match, shape.nested, text.isascii()
    entity = text.find("&", position)
    while True:
        match = match_shape(text, position)
        if match is not None:
            stop = match.end()
            texts = match.groupdict()
            is_plain = is_ascii or text[position:stop].isascii()
            if position <= entity < stop:
                is_plain, entity = False, text.find("&", stop)
            if is_plain or _resolve(texts):
                records.append(nested(texts))
                position = stop
                continue
        if not text.startswith(begin, position):
            return records, position
        stop = _behind(end, text, position)
        records.append(parse(text[position:stop].encode("latin-1")))
        position = stop
        while text[position] in _SPACE:
            position += 1
        if 0 <= entity < position:
            entity = text.find("&", position)


def _resolve(texts: dict[str, Any]) -> bool:
    """Put the texts into their own characters; False where some are for the parser."""
    try:
        for name, text in texts.items():
            if text and ("&" in text or not text.isascii()):
                texts[name] = _resolved(text)
    except KeyError:
        return False
    return True


def _resolved(text: str) -> str:
    """`text` decoded, and XML's own entities resolved.

    Raises:
        KeyError: It holds other entities, or characters that XML forbids.
        UnicodeDecodeError: It is no UTF-8.
    """
    text = text.encode("latin-1").decode()
    if "\ufffe" in text or "\uffff" in text:
        raise KeyError(text)
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)


@lru_cache(64)
def _shape(tags: tuple[tuple[str, str, str], ...], space: str) -> _Shape | None:
    """The shape of a record with these tags; None where they do not nest as a record's do, or are too many.

    A record holds texts, and objects of texts, but no lists. `space` is the pattern of what stands between
    elements.
    """
    if len(tags) > _MANY_TAGS:
        return None
    record = tags[0][1]
    pattern = [f"<{record}>"]
    objects: list[tuple[str, list[tuple[str, str]]]] = []
    container, last = "", ""
    for (slash, name, empty), following in pairwise(tags[1:]):
        key = snake_case(name)
        if empty or (not slash and following == ("/", name, "")):
            group = f"{container}__{key}" if container else key
            pattern.append(f"<{name}(?:>(?P<{group}>[^<]++)</{name}>|/>|></{name}>)")
            if container:
                objects[-1][1].append((key, group))
            last = name
        elif not slash and not container:
            if is_plural(name, following[1]):
                return None
            objects.append((key, []))
            pattern.append(f"<{name}>")
            container = key
        elif slash and container == key:
            pattern.append(f"</{name}>")
            container = ""
        elif not slash or last != name:
            return None
    pattern.append(f"</{record}>{space}")
    if container:
        return None
    return _Shape(
        re.compile(space.join(pattern), re.ASCII), tuple((key, tuple(fields)) for key, fields in objects)
    )
