"""Elements as a document, written by lxml.

An empty element is written as `<Pause />` and attributes are in the order of their names, as the official
package has it, so that texts can be compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from twilio_async.twiml.element import Comment, TwiML
from twilio_async.twiml.names import XML_LANG, TwiMLException

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_child: Callable[[Any, str], Any] = etree.SubElement
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_QUALIFIED: Final = {XML_LANG: "{http://www.w3.org/XML/1998/namespace}lang"}
_EMPTY: Final = re.compile("(<!--.*?-->)|/>", re.DOTALL)


def written(element: TwiML, *, declared: bool) -> str:
    """The document of an element.

    Raises:
        TwiMLException: It is in itself, or hundreds of levels deep.
    """
    before = "".join(_spaced(each) for each in map(_comment, element.parts()[4]))
    return f"{_DECLARATION if declared else ''}{before}{_spaced(built(element))}"


def built(element: TwiML) -> Any:
    """An element as one of lxml's, without the comments in front of it.

    Raises:
        TwiMLException: See `written`.
    """
    try:
        return _built(element, None)
    except RecursionError:
        raise TwiMLException(f"<{element.name}> is in itself, or has too many levels.") from None


def checked_name(name: str) -> str:
    """A name that XML takes.

    Raises:
        TwiMLException: It takes none such.
    """
    if name in _QUALIFIED:
        return name
    try:
        return etree.QName(name).text
    except ValueError:
        raise TwiMLException(f"{name!r} is no name in XML.") from None


def unqualified(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an element of lxml's, by the names that they have in TwiML."""
    names = {qualified: name for name, qualified in _QUALIFIED.items()}
    return {names.get(name, name): value for name, value in attributes.items()}


def _built(element: TwiML, parent: Any) -> Any:
    name, value, attributes, content, _ = element.parts()
    made: Any = etree.Element(name) if parent is None else _child(parent, name)
    for each in sorted(attributes):
        made.set(_QUALIFIED.get(each, each), attributes[each])
    if value:
        made.text = value
    if content:
        _fill(made, content)
    return made


def _fill(made: Any, content: Iterable[TwiML | Comment | str]) -> None:
    last = None
    for each in content:
        if isinstance(each, TwiML):
            for comment in each.parts()[4]:
                made.append(_comment(comment))
            last = _built(each, made)
        elif isinstance(each, Comment):
            last = _comment(each)
            made.append(last)
        elif last is None:
            made.text = (made.text or "") + each
        else:
            last.tail = (last.tail or "") + each


def _comment(comment: Comment) -> Any:
    return etree.Comment(comment.text)


def _spaced(made: Any) -> str:
    """The text of an element of lxml's, whose `/>` are the ends of empty elements, or in comments."""
    text = etree.tostring(made, encoding="unicode")
    if "<!--" in text:
        return _EMPTY.sub(lambda match: match[1] or " />", text)
    return text.replace("/>", " />")
