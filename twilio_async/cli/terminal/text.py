"""Text from elsewhere, made fit for a terminal: the body of a message is written by a stranger."""

import re

_JOINER = "\u200d"  # Holds the parts of an emoji together, and does nothing else.
_RAW_CONTROLS = {
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f\xad]"),  # C1 and the soft hyphen.
    b"\xd8": re.compile(rb"\xd8\x9c"),  # The Arabic mark of direction.
    # U+200B to U+202E without the joiner and what is no control, U+2060 to U+206F.
    b"\xe2": re.compile(rb"\xe2(?:\x80[\x8b\x8c\x8e\x8f\xa8-\xae]|\x81[\xa0-\xaf])"),
    b"\xef": re.compile(rb"\xef\xbb\xbf"),  # The mark of byte order.
    b"\xf3": re.compile(rb"\xf3\xa0[\x80\x81][\x80-\xbf]"),  # Tags, which nobody sees.
}
"""The controls and characters of format in UTF-8, under the byte that they begin with."""


def printable(text: str) -> str:
    """`text` on one line, with every character that could command a terminal shown as its escape."""
    return _escaped(" ".join(text.split()))


def printable_lines(text: str) -> str:
    """`text` with its own line breaks, and every character that could command a terminal as its escape."""
    return "\n".join(map(_escaped, text.expandtabs().splitlines()))


def without_raw_controls(json: bytes) -> bytes:
    """The same JSON with the characters escaped that JSON allows to stand raw, and terminals obey.

    They are DEL and C1, and those that turn a line around, break it, or are not seen.
    """
    json = json.replace(b"\x7f", b"\\u007f")
    for first, controls in _RAW_CONTROLS.items():
        # A look for one byte takes a tenth of the time of a search, which for all at once takes the tenfold.
        if first in json:
            json = controls.sub(_json_escape, json)
    return json


def _json_escape(match: re.Match[bytes]) -> bytes:
    units = match[0].decode().encode("utf-16-be").hex(" ", 2).split()
    return "".join(f"\\u{unit}" for unit in units).encode()


def _escaped(text: str) -> str:
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character == _JOINER:
        return character
    return character.encode("unicode_escape").decode()
