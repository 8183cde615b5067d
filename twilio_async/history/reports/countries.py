"""The countries of addresses, by the calling codes of their numbers.

Importing this needs phonenumbers, which has the codes of the ITU. Countries that share a code, such as those
of +1, are one: which of them a number is in would take a parse of it, which costs more than all else here.

Source: https://www.twilio.com/docs/voice/twiml/client, https://www.twilio.com/docs/whatsapp/api
"""

from __future__ import annotations

from functools import cache

from twilio_async import ConfigurationError

try:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
except ModuleNotFoundError:
    raise ConfigurationError('A report needs phonenumbers: pip install "twilio-async[report]"') from None

NOBODY, CLIENT, SIP, SHORT_CODE = "no address", "clients", "SIP", "short codes"
WITHHELD, UNPLACED = "withheld numbers", "other addresses"
_WORLD = "001"
"""The region of the codes that are no country's."""
_HIDDEN = frozenset({"+7378742833", "+2562533", "+8656696", "+266696687", "+86282452253"})
"""The numbers of callers who show none: they spell RESTRICTED, BLOCKED, UNKNOWN and their like."""
_SHORTEST, _LONGEST = 7, 15
"""The digits of a number with its country's code."""
_LONGEST_SHORT_CODE = 6


def country_of(address: str | None) -> str:
    """The country of an address, or what else it is.

    It is called `+49 DE`, or `+1 US etc.` where several share a code.
    """
    if not address:
        return NOBODY
    scheme, colon, rest = address.partition(":")
    if colon:
        known = {"client": CLIENT, "sip": SIP, "sips": SIP}.get(scheme.lower())
        return country_of(rest) if known is None else known
    if address in _HIDDEN:
        return WITHHELD
    digits = address.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return UNPLACED
    if digits == address:
        return SHORT_CODE if len(digits) <= _LONGEST_SHORT_CODE else UNPLACED
    return _country_of_digits(digits[:3]) if _SHORTEST <= len(digits) <= _LONGEST else UNPLACED


@cache
def _country_of_digits(digits: str) -> str:
    """The country of the numbers that begin with three digits; no code is the beginning of another."""
    for length in range(1, len(digits) + 1):
        code = int(digits[:length])
        if code in COUNTRY_CODE_TO_REGION_CODE:
            first, *others = COUNTRY_CODE_TO_REGION_CODE[code]
            name = "international" if first == _WORLD else first
            return f"+{code} {name}{' etc.' if others else ''}"
    return UNPLACED
