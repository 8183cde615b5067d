"""The classes of the elements, made from the table.

A class takes its text, by position or name, and its attributes by the names of parameters, or as XML has
them. Each of its methods makes an element inside; there attributes may stand by position, too.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

from twilio_async.twiml.element import TwiML
from twilio_async.twiml.table import Group, Row, table
from twilio_async.twiml.values import attribute_text, content_text

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT: Final = ""
"""Where the names of attributes in XML stand, what stands for the text of the element."""


class Element(TwiML):
    """An element of the table."""

    __slots__ = ()

    parameters: ClassVar[dict[str, str]] = {}
    """The attributes in XML by the names of the parameters, in their order."""
    text_required: ClassVar[bool] = False
    tag: ClassVar[str] = ""

    def __init__(self, /, *text: object, **named: object) -> None:
        parameters, tag = self.parameters, self.tag
        if text:
            self._check_position(text)
            named = self.by_name(text, named)
        elif self.text_required and next(iter(parameters)) not in named:
            raise TypeError(f"{type(self).__name__}() needs {next(iter(parameters))}.")
        value: str | None = None
        attributes: dict[str, str] = {}
        for name, given in named.items():
            attribute = parameters[name] if name in parameters else self._attribute(name, named)
            if given is None:
                continue
            if attribute is _TEXT:
                value = content_text(given, tag)
            else:
                attributes[attribute] = attribute_text(given, tag, name)
        self._set((tag, value, attributes, [], ()))

    @classmethod
    def by_name(cls, given: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
        """Those arguments with names, to which the others are added."""
        if len(given) > len(cls.parameters):
            raise TypeError(
                f"<{cls.tag}> takes {len(cls.parameters)} arguments by position, not {len(given)}."
            )
        for name, value in zip(cls.parameters, given, strict=False):
            if name in named:
                raise TypeError(f"{name} of <{cls.tag}> is given twice.")
            named[name] = value
        return named

    def _check_position(self, text: tuple[object, ...]) -> None:
        first = next(iter(self.parameters), None)
        takes_text = first is not None and self.parameters[first] is _TEXT
        if len(text) > takes_text:
            what = f"its {first}" if takes_text else "nothing"
            raise TypeError(f"{type(self).__name__}() takes {what} by position; attributes have names.")

    def _attribute(self, name: str, named: dict[str, object]) -> str:
        """The attribute with a name that is no parameter's: its own in XML, or else a mistake."""
        parameter = {attribute: each for each, attribute in self.parameters.items()}.get(name or "?")
        if parameter is None:
            near = difflib.get_close_matches(name, self.parameters, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"add_child({self.tag!r}, ...) takes any."
            raise TypeError(f"<{self.tag}> has no attribute {name}. {hint}")
        if parameter in named:
            raise TypeError(f"{parameter} of <{self.tag}> is given twice.")
        return name


@cache
def classes(group: Group) -> dict[str, type[Element]]:
    """The classes of a group of the table, by their names."""
    rows = table()[group]
    made = {name: _class(row, f"{__package__}.{group}_response") for name, row in rows.items()}
    for name, row in rows.items():
        for child in row.children:
            setattr(made[name], rows[child].method, _method(made[child], rows[child], name))
    return made


@cache
def children_by_tag(kind: str | None, group: Group) -> dict[str, type[Element]]:
    """The classes of what stands in an element, by their names in XML; of the whole group for None.

    Where several have one name, it is the class that is named so.
    """
    found = classes(group)
    names = found if kind is None else found[kind].accepted or ()
    return {found[name].tag: found[name] for name in sorted(names, key=lambda name: name == found[name].tag)}


def _class(row: Row, module: str) -> type[Element]:
    parameters = ({} if row.text is None else {row.text: _TEXT}) | row.attributes
    return type(
        row.name,
        (Element,),
        {
            "__slots__": (),
            "__doc__": f"{row.about}\n\nArguments: {', '.join(parameters) or 'none'}",
            "__module__": module,
            "kind": row.name,
            "accepted": (*row.children, *row.tolerated),
            "parameters": parameters,
            "text_required": row.text_required,
            "tag": row.tag,
        },
    )


def _method(child: type[Element], row: Row, parent: str) -> Callable[..., Element]:
    def add(self: Element, /, *given: object, **named: object) -> Element:
        return self.nest(child(**(child.by_name(given, named) if given else named)))

    add.__name__, add.__qualname__, add.__module__ = row.method, f"{parent}.{row.method}", child.__module__
    add.__doc__ = f"Add <{row.tag}> and return it. {child.__doc__}"
    return add
