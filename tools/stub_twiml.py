"""The stubs of the elements of TwiML, which editors and type checkers read, from the table.

    python tools/stub_twiml.py

Writes `voice_response.pyi` and `messaging_response.pyi` beside the table; the same table always gives the
same bytes, formatted as `make format` would.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from twilio_async.twiml import table as twiml_table

if TYPE_CHECKING:
    from twilio_async.twiml.table import Group, Row

FOLDER: Final = Path(twiml_table.__file__).parent
GROUPS: Final[tuple[Group, ...]] = ("voice", "messaging")

_WIDTH: Final = 110
_INDENT: Final = "    "


def main() -> None:
    """The program: it writes both files."""
    for group in GROUPS:
        path(group).write_text(stub(group), encoding="utf-8")


def path(group: Group) -> Path:
    """The file of a group."""
    return FOLDER / f"{group}_response.pyi"


def stub(group: Group) -> str:
    """The text of the file of a group."""
    rows = twiml_table.table()[group]
    classes = [_class(row, rows) for row in rows.values()]
    used = [name for name in ("Content", "Value") if any(name in text for text in classes)]
    head = (
        f"# What {group}_response.py makes of table.json. Written by tools/stub_twiml.py.\n\n"
        "from twilio_async.twiml.making import Element\n"
        f"from twilio_async.twiml.values import {', '.join(used)}\n"
    )
    return "\n".join([head, *classes])


def _class(row: Row, rows: dict[str, Row]) -> str:
    text, attributes = _text(row), _attributes(row)
    keywords = ["*", *attributes] if attributes else []
    constructor = _function("__init__", [*text, *keywords], "None")
    children = map(rows.__getitem__, row.children)
    methods = [_function(each.method, [*_text(each), *_attributes(each)], each.name) for each in children]
    return f'class {row.name}(Element):\n{_INDENT}"""{row.about}"""\n\n{constructor}{"".join(methods)}'


def _text(row: Row) -> list[str]:
    if row.text is None:
        return []
    return [f"{row.text}: Content{'' if row.text_required else ' | None = None'}"]


def _attributes(row: Row) -> list[str]:
    return [f"{name}: Value | None = None" for name in row.attributes]


def _function(name: str, parameters: list[str], result: str) -> str:
    """A function in the shortest of the forms that the formatter knows."""
    parameters = ["self", *parameters]
    start, end = f"{_INDENT}def {name}(", f") -> {result}: ...\n"
    joined = ", ".join(parameters)
    lines = "".join(f"{_INDENT * 2}{each},\n" for each in parameters)
    forms = (f"{start}{joined}{end}", f"{start}\n{_INDENT * 2}{joined}\n{_INDENT}{end}")
    fitting = (form for form in forms if max(map(len, form.splitlines())) <= _WIDTH)
    return next(fitting, f"{start}\n{lines}{_INDENT}{end}")


if __name__ == "__main__":
    main()
