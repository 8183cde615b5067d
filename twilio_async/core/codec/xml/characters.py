"""The characters of XML: what references stand for, and U+FFFD in place of what is no character.

Somebody's message may hold half an emoji or a control character, which XML forbids even as a reference. It
costs no more than itself: U+FFFD stands for it, and for bytes that are no UTF-8. References to both halves of
one emoji are that emoji.
"""

from __future__ import annotations

import re
import sys

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile("&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_REFERENCE_OR_CDATA = re.compile(rf"{_REFERENCE.pattern}|<!\[CDATA\[.*?(?:]]>|\Z)", re.DOTALL)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MOST_REPAIRS = 100_000
_MOST_DIGITS = len(str(sys.maxunicode))


def repaired(document: bytes) -> bytes:
    """`document` with U+FFFD for all that is no character, be it there itself or as a reference."""
    text = _REFERENCE_OR_CDATA.sub(_as_written, decoded(document), _MOST_REPAIRS)
    return _paired(text).encode()


def decoded(utf8: bytes) -> str:
    """The characters of these bytes, references left alone."""
    text = utf8.decode(errors="replace")
    return text if text.isprintable() else _FORBIDDEN.sub(_REPLACEMENT, text)


def resolved(text: str) -> str:
    """`text` with characters in place of references.

    Raises:
        ValueError: It is no text of an element: it has `]]>`, or `&` but for a character.
    """
    plain, count = _REFERENCE.subn(_character, text)
    if count != text.count("&") or "]]>" in text:
        raise ValueError("no text of an element")
    return _paired(plain)


def _as_written(match: re.Match[str]) -> str:
    """A character instead of its reference, where it can be no markup; CDATA, and other references, as is."""
    if match.lastindex is None:
        return match[0]
    character = _character(match)
    return match[0] if character.isascii() else character


def _character(match: re.Match[str]) -> str:
    """The meaning of a reference: a character, one half of a pair, or U+FFFD."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    digits = (hexadecimal or decimal).lstrip("0")
    if len(digits) > _MOST_DIGITS:
        return _REPLACEMENT
    code = int(digits or "0", 16 if hexadecimal else 10)
    return _REPLACEMENT if code > sys.maxunicode else _FORBIDDEN.sub(_REPLACEMENT, chr(code))


def _paired(text: str) -> str:
    """`text` with each pair of surrogates as its character, and U+FFFD for one alone."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
