"""The forms of records for programs: JSON, one object a line, and tables as CSV and TSV have them.

All are UTF-8. What is written stays what Twilio said: a cell may begin with the + of a phone number, or with
another sign that a spreadsheet takes for a formula, so let that read the columns as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast, get_args

import attrs
import msgspec

from twilio_async.cli.printing.text import without_raw_controls
from twilio_async.cli.printing.views import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
        self._objects = _object_maker(model, fields, is_all=is_all)

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
        self._objects = _object_maker(model, fields, is_all=False)
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._write([*fields])

    def page(self, records: Sequence[M]) -> bytes:
        """A row for each record, below the head where that is not written yet."""
        for record in msgspec.to_builtins(self._objects(records)):
            self._write([each if each.__class__ in _PLAIN else text_of(each) for each in record.values()])
        return self._drain()

    def end(self) -> bytes:
        """The head, where no page was written below it; else nothing."""
        return self._drain()

    def _write(self, cells: Sequence[Any]) -> None:
        self._writer.writerow(cells)

    def _drain(self) -> bytes:
        """The bytes that the writer has written since it was last drained."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.encode()


class Tsv(Csv[M]):
    r"""Likewise with tabs in between; those in cells are \t, line breaks \n or \r, backslashes doubled."""

    def _write(self, cells: Sequence[Any]) -> None:
        self._text.write("\t".join([text_of(each).translate(_TSV_ESCAPES) for each in cells]))
        self._text.write("\n")


def values_of(model: type[M], fields: Mapping[str, str], record: M) -> dict[str, Any]:
    """The values of these fields as JSON has them."""
    values: dict[str, Any]
    (values,) = msgspec.to_builtins(_object_maker(model, fields, is_all=False)([record]))
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


def _object_maker(
    model: type[M], fields: Mapping[str, str], *, is_all: bool
) -> Callable[[Iterable[M]], list[Any]]:
    """A function that makes of records what msgspec writes as objects of these fields.

    A record is copied into a struct, which takes a sixth of the time of its `to_dict`. Where a record has
    fields that the model does not know, or the model has other records in it, `to_dict` does it.
    """
    names = list(fields)

    def mapping(record: M) -> dict[str, Any]:
        found = record.to_dict(native=True)
        chosen: dict[str, Any] = _without_secrets({name: found[name] for name in names})
        return chosen | _without_secrets(record.extra) if is_all else chosen

    if any(_has_records(field.type) for field in attrs.fields(model) if field.name in fields.values()):
        return lambda records: list(map(mapping, records))
    struct = _struct(fields)
    if not is_all:
        return lambda records: list(map(struct, records))
    return lambda records: [mapping(record) if record.extra else struct(record) for record in records]


def _without_secrets(value: Any) -> Any:
    """The same without the fields at any depth that are never shown."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {name: _without_secrets(each) for name, each in items if name not in SECRETS}
    if isinstance(value, list):
        return [_without_secrets(each) for each in cast("Sequence[Any]", value)]
    return value


def _struct(fields: Mapping[str, str]) -> Callable[[Any], Any]:
    """A function that copies a record into a struct of these fields."""
    named = {attribute: name for name, attribute in fields.items()}
    values: Any = attrgetter(*named)
    struct: Any = msgspec.defstruct("Fields", [(name, Any) for name in named], rename=named, gc=False)
    if len(named) == 1:
        return lambda record: struct(values(record))
    return lambda record: struct(*values(record))


def _has_records(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_has_records, get_args(annotation)))
