"""An element of a document, of whichever name: what all have in common, and the one that no table knows.

An element always holds what can be written: names, texts and nesting are checked when they are given.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias, TypeVar, cast

from twilio_async.twiml.names import TwiMLException, xml_name
from twilio_async.twiml.values import attribute_text, checked, content_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import NoReturn, Self

Parts: TypeAlias = "tuple[str, str | None, dict[str, str], list[TwiML | Comment | str], tuple[Comment, ...]]"
"""Of an element: name, text, attributes, what else is in it, and the comments in front of it."""

V = TypeVar("V", bound="TwiML | str")


class Comment:
    """A comment in a document."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Raises TwiMLException where XML has no such comment."""
        if "--" in text or text.endswith("-"):
            raise TwiMLException("A comment of XML has no two hyphens in a row, and none at its end.")
        self.text = checked(text, "!--", "The text").replace("\r\n", "\n").replace("\r", "\n")


class TwiML:
    """An element, with attributes, a text and more elements in it.

    Two are equal where they are the same XML. In a `with` statement it is the target.
    """

    __slots__ = ("_attributes", "_before", "_content", "_name", "_value")

    kind: ClassVar[str | None] = None
    """Its name in the table; None for an element that is not in it, which stands anywhere."""
    accepted: ClassVar[tuple[str, ...] | None] = None
    """The kinds of the elements that it takes; None for all."""

    _attributes: dict[str, str]
    _before: tuple[Comment, ...]
    _content: list[TwiML | Comment | str]
    _name: str
    _value: str | None

    def __init__(self, **attributes: object) -> None:
        self._set((type(self).__name__, None, {}, [], ()))
        self._add_attributes(attributes)

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """One of these parts, which are not checked."""
        made = cls.__new__(cls)
        cls._set(made, parts)
        return made

    def parts(self) -> Parts:
        """The parts that it is written from."""
        return self._name, self._value, self._attributes, self._content, self._before

    def _set(self, parts: Parts) -> None:
        self._name, self._value, self._attributes, self._content, self._before = parts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __eq__(self, other: object) -> bool:
        return self.to_xml() == other.to_xml() if isinstance(other, TwiML) else NotImplemented

    def __hash__(self) -> NoReturn:
        raise TypeError("An element can change, so it has no hash.")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self.verbs)} in it>"

    def __str__(self) -> str:
        return self.to_xml()

    @property
    def name(self) -> str:
        """Its name in XML."""
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self._name = _document().checked_name(name)

    @property
    def value(self) -> str | None:
        """Its text, before what else is in it."""
        return self._value

    @value.setter
    def value(self, value: object) -> None:
        self._value = None if value is None else content_text(value, self._name)

    @property
    def attrs(self) -> Mapping[str, str]:
        """Its attributes by their names in XML, as they are now."""
        return MappingProxyType(self._attributes)

    @property
    def verbs(self) -> tuple[TwiML | str, ...]:
        """The elements and texts in it, but for its `value`."""
        return tuple(each for each in self._content if not isinstance(each, Comment))

    def append(self, verb: TwiML | str) -> Self:
        """Add an element or a text, as `nest` does, and return this element.

        Raises:
            TwiMLException: See `nest`.
        """
        self.nest(verb)
        return self

    def nest(self, verb: V) -> V:
        """Add an element or a text, and return what was added.

        Raises:
            TwiMLException: It is neither, this element takes none of its kind, or XML has no such text.
        """
        if isinstance(verb, TwiML):
            if self.accepted is not None and verb.kind is not None and verb.kind not in self.accepted:
                raise self._refused(verb)
            self._content.append(verb)
        elif isinstance(cast("object", verb), str):
            self.add_text(verb)
        else:
            raise TwiMLException(f"<{self._name}> takes TwiML and texts, not {type(verb).__name__}.")
        return verb

    def add_child(self, name: str, value: object = None, **attributes: object) -> GenericNode:
        """Add an element of any name, which takes any attributes and elements, and return it.

        Raises:
            TwiMLException: XML has no such name or text.
        """
        return self.nest(GenericNode(name, value, **attributes))

    def add_text(self, text: object) -> Self:
        """Add a text behind what is in it.

        Raises:
            TwiMLException: XML has no such text.
        """
        added = content_text(text, self._name)
        if added:
            self._content.append(added)
        return self

    def comment(self, text: str) -> Self:
        """Add a comment behind what is in it.

        Raises:
            TwiMLException: XML has no such comment.
        """
        self._content.append(Comment(text))
        return self

    def comment_before(self, text: str) -> Self:
        """Add a comment in front of it, behind those that are there.

        Raises:
            TwiMLException: XML has no such comment.
        """
        self._before = (*self._before, Comment(text))
        return self

    def to_xml(self, xml_declaration: bool = True) -> str:
        """The document as a text, with or without its declaration."""
        return _document().written(self, declared=xml_declaration)

    def xml(self) -> Any:
        """An element of lxml's with all of it, but for the comments in front."""
        return _document().built(self)

    def _add_attributes(self, attributes: Mapping[str, object]) -> None:
        """Set attributes that no table knows."""
        for name, value in attributes.items():
            if value is not None:
                key = _document().checked_name(xml_name(name))
                self._attributes[key] = attribute_text(value, self._name, key)

    def _refused(self, verb: TwiML) -> TwiMLException:
        takes = f"It takes {', '.join(self.accepted)}" if self.accepted else "It takes no elements"
        return TwiMLException(
            f"<{self._name}> takes no {verb.kind}. {takes}; add_child({verb.name!r}) adds any element."
        )


class GenericNode(TwiML):
    """An element of any name, which stands anywhere and takes anything."""

    __slots__ = ()

    def __init__(self, name: str, value: object = None, **attributes: object) -> None:
        super().__init__()
        self.name = name
        self.value = value
        self._add_attributes(attributes)


class _Document(Protocol):
    """What `document.py` has for elements."""

    def written(self, element: TwiML, *, declared: bool) -> str: ...

    def built(self, element: TwiML) -> Any: ...

    def checked_name(self, name: str) -> str: ...


@cache
def _document() -> _Document:
    """The writer of documents, which brings lxml: an import of the package can do without."""
    return cast("_Document", import_module("twilio_async.twiml.document"))
