"""Documents read back into elements.

What the table has where it stands becomes the class that would have made it; everything else is a
`GenericNode`. Comments are kept, but for those behind the root; processing instructions are not. Nothing is
resolved or fetched: a document type is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from lxml import etree

from twilio_async.twiml.document import unqualified
from twilio_async.twiml.element import Comment, GenericNode, TwiML
from twilio_async.twiml.making import Element, children_by_tag, classes
from twilio_async.twiml.names import TwiMLException

if TYPE_CHECKING:
    from twilio_async.twiml.table import Group

T = TypeVar("T", bound=TwiML)

# Its own encoding overrides that of the document.
_PARSER: Final = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_pis=True,
    collect_ids=False,
)
_DOCUMENT_TYPE: Final = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


@overload
def parse(text: str | bytes) -> TwiML: ...
@overload
def parse(text: str | bytes, root: type[T]) -> T: ...
def parse(text: str | bytes, root: type[TwiML] | None = None) -> TwiML:
    """The element that a document is.

    Args:
        text: The document, in UTF-8 where it is bytes.
        root: The class of its root. Without it, a `Response` is a `MessagingResponse` where only that takes
            what is in it, and a `VoiceResponse` otherwise.

    Raises:
        TwiMLException: It is no XML, has a document type, or another root.
    """
    try:
        document = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        if _DOCUMENT_TYPE.match(document):
            raise TwiMLException("TwiML has no document type: leave <!DOCTYPE out.")
        tree: Any = etree.fromstring(document.encode(), _PARSER)
    except UnicodeError as error:
        raise TwiMLException(f"This is no text in UTF-8: {error}.") from None
    except etree.XMLSyntaxError as error:
        raise TwiMLException(f"This is no XML: {error.msg}.") from None
    found = _class_of_root(tree) if root is None else root
    if issubclass(found, Element) and tree.tag != found.tag:
        raise TwiMLException(f"The root is <{tree.tag}>, not <{found.tag}>.")
    element = _read(tree, found, "messaging" if found.kind in classes("messaging") else "voice")
    for comment in reversed([*tree.itersiblings(etree.Comment, preceding=True)]):
        element.comment_before(comment.text or "")
    return element


def _class_of_root(tree: Any) -> type[TwiML]:
    voice, messaging = children_by_tag(None, "voice"), children_by_tag(None, "messaging")
    if tree.tag != "Response":
        return (messaging | voice).get(tree.tag, GenericNode)
    only = children_by_tag("MessagingResponse", "messaging").keys() - voice.keys()
    return (voice if only.isdisjoint(each.tag for each in tree) else messaging)[tree.tag]


def _read(tree: Any, made: type[T], group: Group) -> T:
    children = children_by_tag(made.kind, group)
    content: list[TwiML | Comment | str] = []
    for child in tree:
        if child.tag is etree.Comment:
            content.append(Comment(child.text or ""))
        else:
            content.append(_read(child, children.get(child.tag, GenericNode), group))
        if child.tail:
            content.append(child.tail)
    return made.from_parts((tree.tag, tree.text, unqualified(tree.attrib), content, ()))
