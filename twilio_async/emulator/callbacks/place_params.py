"""The parameters that say where a number is, in requests about messages and calls.

City, state and zip code are not known here and empty, as they often are.
"""

from __future__ import annotations

import re

_COUNTRIES = (
    (re.compile(r"\+1\d{10}", re.ASCII), "US"),
    (re.compile(r"\+44\d+", re.ASCII), "GB"),
    (re.compile(r"\+49\d+", re.ASCII), "DE"),
    (re.compile(r"\+33\d+", re.ASCII), "FR"),
    (re.compile(r"\+45\d+", re.ASCII), "DK"),
)


def place_params(side: str, address: str) -> dict[str, str]:
    """The parameters on the place of an address; `side` is `From`, `To`, or what their names begin with."""
    country = next((code for pattern, code in _COUNTRIES if pattern.fullmatch(address)), "")
    return {f"{side}City": "", f"{side}State": "", f"{side}Zip": "", f"{side}Country": country}
