"""Smart encoding: the characters that Twilio replaces by look-alikes of GSM-7, where a message asks for it.

Source: https://www.twilio.com/docs/messaging/services/smart-encoding-char-list. What stands for spaces and
control characters is not to be read off that page; it is here as Twilio's own calculator has it:
https://github.com/TwilioDevEd/message-segment-calculator
"""

from __future__ import annotations

from typing import Final

_LOOK_ALIKES: Final = {
    '"': "00AB 00BB 02BA 02EE 201C 201D 201E 201F 275D 275E 301D 301E",
    "'": "0060 00B4 02B9 02BB 02BC 02BD 02C8 02CA 02CB 0313 0314 2018 2019 201B 275B 275C FE10 FE11",
    "/": "00F7 0337 0338 2044 2215 29F8",
    "1/4": "00BC",
    "1/2": "00BD",
    "3/4": "00BE",
    "\\": "20E5 29F5 29F9 FE68",
    "_": "0332 2017",
    "|": "20D2 20D3 2223 239C 239F 23B8 23B9 23D0",
    "-": "2010 2013 2014 2015 2022 2043 23BC 23BD FE63",
    "@": "FE6B",
    "$": "FE69",
    "!": "01C3 FE15 FE57",
    "#": "FE5F",
    "%": "FE6A",
    "&": "FE60",
    ",": "0326 201A 3001 FE50 FE51 FF64",
    "(": "2768 276A 27EE 2985 FE59",
    ")": "2769 276B 27EF 2986 FE5A",
    "*": (
        "204E 2217 229B 2722 2723 2724 2725 2731 2732 2733 273A 273B 273C 273D 2743 2749 274A 274B 29C6 FE61"
    ),
    "+": "02D6 FE62",
    ".": "3002 FE52 FF61",
    ":": "02D0 02F8 2982 A789 FE13",
    ";": "204F FE14 FE54",
    "<": "203A FE64",
    "=": "0347 A78A FE66",
    ">": "2039 FE65",
    "?": "FE16 FE56",
    "^": "02C6 0302 1DCD",
    "{": "2774 FE5B",
    "}": "2775 FE5C",
    "~": "02DC 02F7 0303 0330 0334 223C",
    "  ": "0080 008D 0090 009B 009F 00A0 2000 2002 2003 2004 2005 2006 2007 2008 2009 200A 202F 205F 3000",
    "": "0000 0003 0004 0010 0011 0012 0013 0014 0017 0019 200B 2060 FEFF",
    "       ": "0009",
    "!!": "203C",
    " ": "2001 2028 2029",
    "...": "2026",
}
"""Texts, and the code points that they replace."""
_CAPITALS: Final = "ABCDEFGHIJKLMNOPRSTUVWYZ"
_SMALL_CAPITALS: Final = (
    "1D00 0299 1D04 1D05 1D07 A730 0262 029C 026A 1D0A 1D0B 029F 1D0D 0274 1D0F 1D18 "
    "0280 A731 1D1B 1D1C 1D20 1D21 028F 1D22"
)
_FULLWIDTH: Final = 0xFEE0
"""How far the fullwidth forms of ASCII stand behind it."""
_WITHOUT_FULLWIDTH: Final = frozenset("`abcdefghijklmnopqrstuvwxyz")
"""The characters whose fullwidth forms are not replaced."""


def _table() -> dict[int, str]:
    # ASCII stands for itself: a character that a table does not have costs `translate` an exception.
    table = {code: chr(code) for code in range(128)}
    table |= {int(code, 16): text for text, codes in _LOOK_ALIKES.items() for code in codes.split()}
    table |= {int(code, 16): letter for letter, code in zip(_CAPITALS, _SMALL_CAPITALS.split(), strict=True)}
    plain = {chr(code) for code in range(ord("!"), ord("~") + 1)} - _WITHOUT_FULLWIDTH
    return table | {ord(character) + _FULLWIDTH: character for character in plain}


_TABLE: Final = _table()


def smart_encoded(body: str) -> str:
    """The text that Twilio makes of `body` where it encodes it smartly."""
    return body.translate(_TABLE)
