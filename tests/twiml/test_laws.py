"""Laws of building and reading, over documents of all elements, texts and names."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from hypothesis import given, settings, strategies as st

from twilio_async.twiml import Comment, GenericNode, TwiML, TwiMLException, parse
from twilio_async.twiml.table import Group, Row, table

TEXTS = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff"
    ),
    max_size=12,
)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9._-]{0,6}", fullmatch=True)
ATTRIBUTES = NAMES.map("x{}".format)
COMMENTS = TEXTS.filter(lambda text: "--" not in text and not text.endswith("-"))
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(), st.lists(st.sampled_from(["a", "b"])), st.none())
_DEEPEST = 4


@st.composite
def elements(draw: st.DrawFn, group: Group, row: Row, depth: int = 0) -> TwiML:
    """An element of the table, with attributes, texts, comments and the elements that it takes."""
    module = import_module(f"twilio_async.twiml.{group}_response")
    chosen = (
        draw(st.lists(st.sampled_from([*row.attributes]), unique=True, max_size=4)) if row.attributes else []
    )
    named: dict[str, object] = {name: draw(VALUES) for name in chosen}
    text = [] if row.text is None else [draw(TEXTS)]
    element: Any = getattr(module, row.name)(*text, **named)
    return fill(draw, element, group, row.children, depth)


def fill(draw: st.DrawFn, element: Any, group: Group, children: tuple[str, ...], depth: int) -> TwiML:
    for _ in range(draw(st.integers(0, 3)) if depth < _DEEPEST else 0):
        kind = draw(st.sampled_from(["text", "comment", "before", "generic", *["child"] * 4]))
        if kind == "text":
            element.append(draw(TEXTS))
        elif kind == "comment":
            element.comment(draw(COMMENTS))
        elif kind == "before":
            element.comment_before(draw(COMMENTS))
        elif kind == "generic":
            node = element.add_child(
                draw(NAMES), draw(TEXTS), **{draw(ATTRIBUTES): draw(VALUES) for _ in range(2)}
            )
            fill(draw, node, group, (), depth + 1)
        elif children:
            element.append(draw(elements(group, table()[group][draw(st.sampled_from(children))], depth + 1)))
    found: TwiML = element
    return found


ROWS: list[tuple[Group, Row]] = [(group, row) for group, rows in table().items() for row in rows.values()]
ANY_ELEMENT = st.sampled_from(ROWS).flatmap(lambda each: elements(*each))


def flat(element: TwiML) -> list[object]:
    """What an element is, without its text: names, attributes, and the same of what is in it."""
    inside = [flat(each) for each in element.verbs if isinstance(each, TwiML)]
    return [element.name, dict(element.attrs), inside]


@settings(max_examples=300)
@given(ANY_ELEMENT)
def test_what_is_written_reads_back_equal(element: TwiML) -> None:
    document = str(element)
    read = parse(document, type(element))

    assert read == element
    assert str(read) == document
    assert parse(document.encode()) == element
    assert flat(read) == flat(element)


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_any_text_is_read_back_or_refused(text: str) -> None:
    node = GenericNode("x")
    try:
        node.add_text(text)
    except TwiMLException:
        return
    read = parse(str(node))

    assert read.value == (text or None)


@settings(max_examples=300)
@given(st.text(max_size=10), st.text(max_size=20))
def test_any_name_and_comment_is_read_back_or_refused(name: str, comment: str) -> None:
    try:
        node = GenericNode(name).comment(comment).comment_before(comment)
    except TwiMLException:
        return
    read = parse(str(node))

    assert read == node
    assert read.name == name
    assert [type(each) for each in read.parts()[3]] == [Comment]


@settings(max_examples=500)
@given(st.one_of(st.text(), st.binary(), st.text("<>/!&;\"'=- Response[]DOCTYPE?x#1", max_size=60)))
def test_whatever_is_read_is_an_element_or_an_error(document: str | bytes) -> None:
    try:
        element = parse(document)
    except TwiMLException:
        return
    assert parse(str(element)) == element
