"""SMS segments: into how many a body is cut.

A pure function of the text: 160 septets of GSM 03.38 in one segment or 153 in each of several; with any
character outside that alphabet 70 or 67 UTF-16 units.

Source: https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
"""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENDED
_GSM_SINGLE, _GSM_PART = 160, 153
_UCS2_SINGLE, _UCS2_PART = 70, 67


def count_segments(body: str) -> int:
    """The number of segments that `body` is sent in; an empty body takes one.

    A character that takes two units (an extended GSM character, a surrogate pair) is never cut in two.
    """
    if len(body) <= _GSM_SINGLE and _BASIC.issuperset(body):
        return 1
    if _GSM.issuperset(body):
        widths = [2 if character in _EXTENDED else 1 for character in body]
        return _parts(widths, _GSM_SINGLE, _GSM_PART)
    return _parts([2 if character > "\uffff" else 1 for character in body], _UCS2_SINGLE, _UCS2_PART)


def _parts(widths: list[int], single: int, part: int) -> int:
    if sum(widths) <= single:
        return 1
    parts, filled = 1, 0
    for width in widths:
        if filled + width > part:
            parts, filled = parts + 1, 0
        filled += width
    return parts
