"""Damage: what may happen to an answer's body on its way, and values that a field may have tomorrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from hypothesis import strategies as st

from tests.support.pages import FORMS, Form, page_body, record_body
from tests.support.record_strategies import (
    MESSAGES,
    Record,
    RecordKind,
    kinds_and_records,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

_SPLINTERS = [
    b"<!DOCTYPE x>",
    b"<!ENTITY a 'b'>",
    b"&a;",
    b"&#0;",
    b"]]>",
    b"<![CDATA[",
    b"<a b='c'/>",
    b"<?xml?>",
    b"<Message>",
    b"</Message>",
    b"xmlns:a='b'",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{",
    b"[" * 2000,
    b"<a>" * 2000,
    b'"from":',
    b"null",
    b"1e999",
    b"-1",
    b"\\ud800",
    b",",
]


def scalars() -> SearchStrategy[Any]:
    """Whatever stands in JSON without anything inside it."""
    return (
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**64 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts()
        | st.sampled_from(["NaN", "Infinity", "-1", "1e999", "9" * 30, "0001-01-01T00:00:00+23:00", "\u0663"])
    )


def trees() -> SearchStrategy[Any]:
    """Whatever stands in JSON."""
    return st.recursive(
        scalars(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=6,
    )


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Whole answers: a record or a page, in JSON or XML."""
    kind, record = draw(kinds_and_records())
    envelope = draw(st.fixed_dictionaries({"page": st.integers(0, 2), "next_page_uri": st.none() | texts()}))
    writers: list[Callable[[Form], bytes]] = [
        lambda form: record_body(form, kind.name, record),
        lambda form: page_body(form, "messages", [record], **envelope),
    ]
    return draw(st.sampled_from(writers))(draw(st.sampled_from(FORMS)))


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """`whole` with bytes flipped, cut out, put in, or cut off, several times over."""
    body = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        match draw(st.sampled_from(["flip", "cut", "insert", "truncate"])):
            case "flip" if start < len(body):
                body[start] ^= draw(st.integers(1, 255))
            case "cut":
                del body[start : start + draw(st.integers(1, 40))]
            case "insert":
                body[start:start] = draw(st.sampled_from(_SPLINTERS) | st.binary(max_size=8))
            case _:
                del body[start:]
    return bytes(body)


def damaged_bodies() -> SearchStrategy[bytes]:
    return bodies().flatmap(damaged)


@st.composite
def altered_records(draw: st.DrawFn, kind: RecordKind, *, readable: bool) -> Record:
    """Records with fields replaced by anything, left out, or added; those that stay readable, or any."""
    record = dict(draw(kind.records))
    names = st.sampled_from(sorted(record.keys() - kind.required if readable else record))
    for name in draw(st.lists(names, max_size=4, unique=True)):
        record[name] = draw(trees())
    for name in draw(st.lists(names, max_size=3, unique=True)):
        del record[name]
    others = st.sampled_from(["from_", "extra", "http_response", "response", "self", "tomorrow"]) | texts()
    return record | draw(st.dictionaries(others, trees(), max_size=3))


@st.composite
def altered_bodies(draw: st.DrawFn) -> bytes:
    """JSON with values of other types, and pages whose parts are something else."""
    record = draw(altered_records(MESSAGES, readable=False))
    page: dict[str, Any] = {"messages": [record], "next_page_uri": None}
    page.update(draw(st.dictionaries(st.sampled_from(["messages", "next_page_uri", "page"]), trees())))
    return orjson.dumps(draw(st.sampled_from([record, page]) | trees()))
