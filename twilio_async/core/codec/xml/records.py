"""The records of an XML page, read by their common shape.

A page has up to a thousand records of the same elements in the same order. An XML parser makes objects of
each of their tags, which takes most of the time of a history in XML. Here the parser proper reads the markup
of the first record, which tells the shape; a regular expression of that shape, layout included, reads the
texts of all. What is left is the parser's: the frame around the records, each record that is different (an
element more, a comment, CDATA, a character that XML forbids), and the whole page where this does not work
out. So the result is always what the parser would give.

A message takes less than half the time that lxml and a loop over its elements take. Once a parser gives a
page as dicts by itself at that price, this module is to go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from attrs import frozen

from twilio_async.core.codec.names import ADDRESSES, SUBRESOURCES, json_address
from twilio_async.core.codec.xml.characters import decoded, resolved
from twilio_async.core.wire import is_object

Parse: TypeAlias = Callable[[bytes], dict[str, Any]]
"""The tree of one record, by the parser proper."""

_FRAME = re.compile(
    r"""\s*+ (?:<\?xml [^<>?]*+ \?> \s*+)? <TwilioResponse> \s*+
        <\w++ (?:\s++ \w++ = "[^"<]*+"){1,20} \s*+ > \s*+ (?= <(?P<item>\w++)> )""",
    re.VERBOSE | re.ASCII,
)
_LEAF = re.compile(r"<(\w++)(?:/>|>[^<]*+</\1>)", re.ASCII)
_EMPTY = re.compile(r"<(\w++)/>", re.ASCII)
_MARKUP = re.compile(r"(?:<\w++/?+>|</\w++>|[ \t\r\n])+", re.ASCII)
_CONTROL = [chr(code) for code in range(ord(" ")) if chr(code) not in "\t\n"]
_HUGE_PAGE = 10_000_000  # The parser refuses a text as long as this.
_LONG_RECORD = 0x10000
_MANY_TAGS = 0x80
_MANY_RECORDS = 0x8000
_MANY_OTHERS = 50


@frozen
class _Shape:
    """The markup of a record: the first groups of `pattern` are its texts, by their keys.

    The next group, `other`, is a record of another shape, and the last one whatever is no record. `objects`
    has the key of each object in the record, with the keys of its own texts and the names of their groups.
    """

    pattern: re.Pattern[str]
    other: int
    addresses: tuple[str, ...]
    objects: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def tree(self, texts: dict[str, Any]) -> dict[str, Any]:
        """The tree of the record with these texts, which become part of it."""
        for group in self.addresses:
            texts[group] = json_address(texts[group])
        for key, groups in self.objects:
            texts[key] = inner = {}
            for name, group in groups:
                inner[name] = texts.pop(group)
        return texts


def split(body: bytes, parse: Parse) -> tuple[bytes, list[dict[str, Any]]] | None:
    """The page without its records, and their trees; None where this is not the way to read it."""
    if len(body) >= _HUGE_PAGE:
        return None
    # One character for each byte, however wide the page's own are: most texts are ASCII, and searching and
    # cutting wide text takes several times as long. The few others are decoded one by one.
    page = body.decode("latin-1")
    frame = _FRAME.match(page)
    if frame is None:
        return None
    start, end = frame.end(), f"</{frame['item']}>"
    try:
        first = page[start : page.index(end, start, start + _LONG_RECORD) + len(end)]
        records, stop = _records(page, start, _shape(_LEAF.sub(r"<\1/>", first), parse), parse)
    except ValueError:
        return None
    return body[:start] + body[stop:], records


def _records(page: str, start: int, shape: _Shape, parse: Parse) -> tuple[list[dict[str, Any]], int]:
    """The records from `start` on, and where they end.

    Raises:
        ValueError: They do not end, many are of another shape, or one is for the parser to refuse.
    """
    records: list[dict[str, Any]] = []
    controls = [character for character in _CONTROL if character in page]
    is_plain = page.isascii() and "&" not in page and "]" not in page
    others = 0
    tree = shape.tree
    for match in islice(shape.pattern.finditer(page, start), _MANY_RECORDS):
        if match.lastindex == shape.other + 1:
            return records, match.start()
        record = match[0]
        if match.lastindex == shape.other or (controls and any(map(record.__contains__, controls))):
            others += 1
            if others > _MANY_OTHERS:
                break
            records.append(parse(record.encode("latin-1")))
        else:
            texts = match.groupdict()
            if not is_plain:
                _resolve(texts, record)
            records.append(tree(texts))
    raise ValueError("no page of records that have one shape")


def _resolve(texts: dict[str, Any], record: str) -> None:
    """Put the texts of `record` into their own characters."""
    if not record.isascii():
        for key, text in texts.items():
            if text and not text.isascii():
                texts[key] = decoded(text.encode("latin-1"))
    if "&" in record or "]" in record:
        for key, text in texts.items():
            if text and ("&" in text or "]" in text):
                texts[key] = resolved(text)


@lru_cache(64)
def _shape(markup: str, parse: Parse) -> _Shape:
    """The shape of a record with this markup, all of whose texts are left out.

    Raises:
        ValueError: It holds more than texts and objects of texts, names one twice, or is very long.
    """
    if markup.count("<") > _MANY_TAGS or not _MARKUP.fullmatch(markup):
        raise ValueError(markup)
    groups: list[str] = []
    objects: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for key, inner in parse(markup.encode()).items():
        if is_object(inner) and not any(inner.values()):
            fields = tuple((name, f"{key}X{name}") for name in inner)  # Keys have no capitals.
            objects.append((key, fields))
            groups += [group for _, group in fields]
        elif inner is None:
            groups.append(key)
        else:
            raise ValueError(markup)
    if len(groups) != len(_EMPTY.findall(markup)):
        raise ValueError(markup)
    addresses = [group for group in groups if group in ADDRESSES or group.startswith(f"{SUBRESOURCES}X")]
    return _Shape(_pattern(markup, groups), len(groups) + 1, tuple(addresses), tuple(objects))


def _pattern(markup: str, groups: list[str]) -> re.Pattern[str]:
    names = iter(groups)
    record = _EMPTY.sub(
        lambda leaf: rf"<{leaf[1]}(?:>(?P<{next(names)}>[^<]++)</{leaf[1]}>|/>|></{leaf[1]}>)",
        re.escape(markup),
    )
    item = markup[1 : markup.index(">")]
    other = f"(<{item}>.*?</{item}>)"
    space = r"[ \t\r\n]*+"
    return re.compile(f"{record}{space}|{other}{space}|(.++)", re.DOTALL)
