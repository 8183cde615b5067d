"""The table of TwiML: every element, its text, its attributes and the elements that it takes.

`table.json` is the only place where they are written. From it the classes are made (`making.py`), and the
stubs that editors and type checkers read (`tools/stub_twiml.py`). For each element it has:

    about       What it is.
    tag         Its name in XML, where the class has another one.
    text        The parameter that is its text; `*` says that it must be given.
    attributes  Its attributes in XML, in the order of the parameters.
    children    The elements that it takes.
    tolerated   Elements without a method, which `append` takes all the same, as the official package does.

Source: https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

from twilio_async.twiml.names import python_name

Group: TypeAlias = Literal["voice", "messaging"]

_FILE: Final = Path(__file__).with_name("table.json")


class Row(NamedTuple):
    """An element of the table."""

    name: str
    """Of its class."""
    about: str
    tag: str
    text: str | None
    """The parameter of the text."""
    text_required: bool
    attributes: dict[str, str]
    """The names in XML, by those of the parameters."""
    children: tuple[str, ...]
    tolerated: tuple[str, ...]

    @property
    def method(self) -> str:
        """The method of a parent that makes one."""
        return python_name(self.tag)


@cache
def table() -> dict[Group, dict[str, Row]]:
    """The rows by the names of their classes, for voice and for messaging."""
    content: dict[Group, dict[str, dict[str, str]]] = json.loads(_FILE.read_bytes())
    return {
        group: {name: _row(name, entry) for name, entry in entries.items()}
        for group, entries in content.items()
    }


def _row(name: str, entry: dict[str, str]) -> Row:
    def words(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, "").split())

    text = entry.get("text", "")
    return Row(
        name=name,
        about=entry["about"],
        tag=entry.get("tag", name),
        text=text.removesuffix("*") or None,
        text_required=text.endswith("*"),
        attributes={python_name(each): each for each in words("attributes")},
        children=words("children"),
        tolerated=words("tolerated"),
    )
