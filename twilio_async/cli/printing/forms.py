"""The forms of records for programs: JSON, one object a line, and tables as CSV and TSV have them.

All are UTF-8. What is written stays what Twilio said: a cell may begin with the + of a phone number, or with
another sign that a spreadsheet takes for a formula, so let that read the columns as text.
"""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

from twilio_async.cli.printing.views import SECRETS
from twilio_async.cli.terminal.text import without_raw_controls
from twilio_async.history.formats.columns import columns_of
from twilio_async.history.formats.objects import object_maker
from twilio_async.history.formats.rows import cells, csv_head, csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from twilio_async import Model

M = TypeVar("M", bound="Model")
M_contra = TypeVar("M_contra", bound="Model", contravariant=True)
_PLAIN = frozenset({str, int, float, NoneType})
_TSV_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Form(Protocol[M_contra]):
    """A way of writing records, page by page."""

    def page(self, records: Sequence[M_contra]) -> bytes:
        """The bytes of a page."""
        ...

    def end(self) -> bytes:
        """The bytes behind the last page."""
        ...


def form_of(name: str, model: type[M], fields: Mapping[str, str], *, is_all: bool) -> Form[M]:
    """The form with this name: ndjson, json, csv or tsv.

    Args:
        name: The name.
        model: What the records are.
        fields: The names of their fields, and the attributes that hold them.
        is_all: Whether JSON has the fields too that the model does not know.
    """
    if name in {"csv", "tsv"}:
        return (Csv if name == "csv" else Tsv)(model, fields)
    return (Json if name == "json" else NdJson)(model, fields, is_all=is_all)


class NdJson(Generic[M]):
    """One object a line."""

    def __init__(self, model: type[M], fields: Mapping[str, str], *, is_all: bool) -> None:
        self._objects = object_maker(model, fields, is_all=is_all, hidden=SECRETS)

    def page(self, records: Sequence[M]) -> bytes:
        """A line for each record."""
        return json_lines(self._objects(records))

    def end(self) -> bytes:
        """Nothing."""
        return b""


class Json(NdJson[M]):
    """One array, an object a line. Where it breaks off, the bracket at its end is missing."""

    _before = b"["

    def page(self, records: Sequence[M]) -> bytes:
        """The objects, with a comma behind each but the last."""
        lines = super().page(records)
        if not lines:
            return b""
        before, self._before = self._before, b","
        return before + b"\n" + lines[:-1].replace(b"\n", b",\n")

    def end(self) -> bytes:
        """The end of the array."""
        return b"[]\n" if self._before == b"[" else b"\n]\n"


class Csv(Generic[M]):
    """A table with the names of the fields above it; what is no plain value is written as JSON."""

    def __init__(self, model: type[M], fields: Mapping[str, str]) -> None:
        known = {column.name: column for column in columns_of(model)}
        self._columns = [known[name] for name in fields]
        self._head = csv_head(self._columns, line_end="\n")

    def page(self, records: Sequence[M]) -> bytes:
        """A row for each record, below the head where that is not written yet."""
        return self.end() + self._rows(records)

    def end(self) -> bytes:
        """The head, where no page was written below it; else nothing."""
        head, self._head = self._head, b""
        return head

    def _rows(self, records: Sequence[M]) -> bytes:
        return csv_rows(self._columns, records, line_end="\n")


class Tsv(Csv[M]):
    r"""Likewise with tabs in between; those in cells are \t, line breaks \n or \r, backslashes doubled."""

    def __init__(self, model: type[M], fields: Mapping[str, str]) -> None:
        super().__init__(model, fields)
        self._head = self._head.replace(b",", b"\t")

    def _rows(self, records: Sequence[M]) -> bytes:
        rows = zip(*cells(self._columns, records), strict=True)
        lines = ["\t".join([cell.translate(_TSV_ESCAPES) for cell in row]) for row in rows]
        return "".join([f"{line}\n" for line in lines]).encode()


def values_of(model: type[M], fields: Mapping[str, str], record: M) -> dict[str, Any]:
    """The values of these fields as JSON has them."""
    values: dict[str, Any]
    (values,) = msgspec.to_builtins(object_maker(model, fields, is_all=False)([record]))
    return values


def text_of(value: object) -> str:
    """A value of JSON as a cell shows it: nothing for null, and no quotes around a text."""
    if value is None:
        return ""
    return str(value) if value.__class__ in _PLAIN else _ENCODER.encode(value).decode()


def json_lines(objects: Iterable[object]) -> bytes:
    """Each object as a line of JSON."""
    return without_raw_controls(_ENCODER.encode_lines(objects))


_ENCODER = msgspec.json.Encoder()
