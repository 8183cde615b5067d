"""The names of attributes and elements: Python's, in snake_case, and those of XML.

An attribute that no Python argument can be named for has a name of its own: `from_`, `xml_lang`.
"""

from __future__ import annotations

import keyword
import re
from functools import cache
from typing import Final, overload

XML_LANG: Final = "xml:lang"

_UNLIKE: Final = {
    "from_": "from",
    "for_": "for",
    "break_": "break",
    "xml_lang": XML_LANG,
    "interpret_as": "interpret-as",
}
"""Names that are not told from one another by a rule."""

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])([A-Z])")
_LANGUAGE: Final = re.compile(r"([a-zA-Z]{2})[_-]([a-zA-Z]{2})")


class TwiMLException(ValueError):
    """A document that would be no TwiML, or a text that is none."""


@cache
def python_name(name: str) -> str:
    """The argument or method for an XML name: `from_` for `from`, `status_callback` for `statusCallback`."""
    words = _CAPITAL.sub(r"_\1", name).replace("-", "_").replace(":", "_").lower()
    return f"{words}_" if keyword.iskeyword(words) else words


def xml_name(name: str) -> str:
    """The XML name for an argument that no table knows."""
    return _UNLIKE.get(name) or lower_camel(name) or name


@overload
def lower_camel(string: str) -> str: ...
@overload
def lower_camel(string: None) -> None: ...
def lower_camel(string: str | None) -> str | None:
    """`foo_bar` as `fooBar`. A name without an underscore stays as it is."""
    if not string or "_" not in string:
        return string
    joined = "".join(word.title() for word in string.split("_"))
    return joined[:1].lower() + joined[1:]


@overload
def format_language(language: str) -> str: ...
@overload
def format_language(language: None) -> None: ...
def format_language(language: str | None) -> str | None:
    """A language as `en-US`, from `EN_us` and its like.

    Raises:
        TwiMLException: It is not of this form.
    """
    if not language:
        return language
    match = _LANGUAGE.fullmatch(language)
    if match is None:
        raise TwiMLException("A language is written as en-US.")
    return f"{match[1].lower()}-{match[2].upper()}"
