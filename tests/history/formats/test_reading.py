"""Part files are read as they were written, whatever is in them."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given, settings, strategies as st

from tests.history.folders import SHAPES
from twilio_async import Message, MessageStatus
from twilio_async.history import ExportError
from twilio_async.history.formats import choose
from twilio_async.history.formats.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(["", '"', "a,b", "\r", "\n", "\r\n", '"\r\n"', "\x00", "\x1f"])
)
Fields: TypeAlias = tuple[str | None, str | None, datetime | None]
MESSAGES: st.SearchStrategy[list[Fields]] = st.lists(
    st.tuples(
        TEXTS,
        TEXTS,
        st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    ),
    max_size=30,
)


def rows_of(path: Path, format: Any) -> list[Mapping[str, Any]]:
    return [row for rows in read(path, format) for row in rows.mappings()]


def made(fields: list[Fields]) -> list[Message]:
    return [
        Message(
            sid=f"SM{number:032x}",
            status=MessageStatus.SENT,
            body=body,
            to=to,
            date_sent=sent and sent.replace(microsecond=0, tzinfo=UTC),
        )
        for number, (body, to, sent) in enumerate(fields)
    ]


@settings(max_examples=60)
@given(fields=MESSAGES, shape=st.sampled_from(SHAPES), page=st.integers(1, 7))
def test_rows_have_what_was_written(fields: list[Fields], shape: tuple[Any, str | None], page: int) -> None:
    kind, compression = shape
    layout = choose(kind, Message, compression=compression)
    messages = made(fields)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"part{layout.suffix}"
        part = layout.begin(path)
        for start in range(0, len(messages), page):
            part.write(messages[start : start + page])
        part.finish()

        rows = rows_of(path, kind)
        digests = [digest for some in read(path, kind) for digest in some.digests()]

    assert [row["sid"] for row in rows] == [message.sid for message in messages]
    nothing = None if kind == "csv" else ""
    for name in ("body", "to"):
        assert [row[name] for row in rows] == [
            nothing if getattr(message, name) == "" else getattr(message, name) for message in messages
        ]
    assert digests == [digest for some in layout.rows(messages) for digest in some.digests()]


@pytest.mark.parametrize(("format", "compression"), SHAPES)
def test_digests_are_equal_where_rows_are(format: Any, compression: str | None) -> None:
    layout = choose(format, Message, compression=compression)

    def digest(**fields: Any) -> bytes:
        (rows,) = layout.rows([Message(sid="SM" + "0" * 32, status=MessageStatus.SENT, **fields)])
        (found,) = rows.digests()
        return found

    others = [{}, {"body": "a"}, {"to": "a"}, {"to": "a\x1fb"}, {"to": "a", "body": "b"}, {"body": "\x00"}]
    assert len({digest(**fields) for fields in others}) == len(others)
    assert digest(body="a") == digest(body="a")


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
@pytest.mark.parametrize("content", [b"\xff\xfe\n", b"{", b'"', b'sid,body\r\n"a', b"sid,body\r\na\r\n"])
def test_what_was_not_written_so_is_told(tmp_path: Path, format: Any, content: bytes) -> None:
    path = tmp_path / "part"
    path.write_bytes(content)

    with pytest.raises(ExportError, match="is damaged: bring it back from a copy"):
        rows_of(path, format)


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
def test_what_is_not_there_is_told(tmp_path: Path, format: Any) -> None:
    with pytest.raises(ExportError, match="is missing: bring it back from a copy"):
        rows_of(tmp_path / "part", format)
    with pytest.raises(ExportError, match="Is a directory"):
        rows_of(tmp_path, format)
