"""Records read by their common shape, as those of a history are.

A parser that knows what will come makes no dicts that are taken apart again: msgspec decodes a page into
structs of a known shape, and straight-line code, written once for each shape, makes models of them. Values
are read by the same functions as in `records`. A message on a page of a thousand takes less than a third of
the time.

What has another shape, such as a number for a text or a key beyond those that may be learned, is read field
by field: a record of XML for itself, a page of JSON as a whole. A value that does not fit costs only its own
record. Whichever way a record takes, it becomes the same.

Delete this module and `shapes`, and let `records` serve alone, once they save less than a tenth of the time
that streaming a history takes.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from twilio_async.core.codec.fields import fields_of
from twilio_async.core.codec.records import record_maker
from twilio_async.core.codec.shapes import Keys, PageShape, RecordShape, page_shape, record_shape
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_FIT = (ValueError, RecursionError)
"""What is raised where something has another shape, or is no JSON."""


class TypedReader:
    """Reads the records of a model by the shape in which they were met."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._keys = Keys(field.key for field in fields_of(model))
        self._shape: RecordShape | None = None
        self._envelopes: dict[str, Keys] = {}
        self._pages: dict[str, PageShape] = {}

    def record(self, body: bytes) -> Any:
        """The record in JSON; None where it has another shape, or none was met yet."""
        shape = self._record_shape()
        if shape is None:
            return None
        try:
            return shape.models([shape.decode(body)], "")[0]
        except _NO_FIT:
            return None

    def page(self, body: bytes, key: str) -> tuple[dict[str, Any], list[Any]] | None:
        """The envelope of a page in JSON, and its records, which are at `key`; None as for a record."""
        shape = self._page_shape(key)
        if shape is None:
            return None
        try:
            page = shape.decode(body)
            return shape.envelope(page), shape.records.models(page.records, key)
        except _NO_FIT:
            return None

    def records(self, trees: list[Any], key: str) -> list[Any]:
        """The records in `trees`, which were at `key` of a page.

        Raises:
            Unreadable: One of them is no record.
        """
        while True:
            shape = self._record_shape()
            if shape is not None:
                try:
                    return shape.models(msgspec.convert(trees, shape.structs), key)
                except _NO_FIT:
                    pass
            if not self.learn(trees):
                return [self._read(tree, f"{key}[{index}]") for index, tree in enumerate(trees)]

    def learn(self, trees: Iterable[Any]) -> bool:
        """Know the keys of these records from now on; whether some are new."""
        return self._keys.learn(chain.from_iterable(filter(is_object, trees)))

    def learn_envelope(self, envelope: Mapping[str, Any], key: str) -> None:
        """Know the keys beside the records at `key` from now on."""
        self._envelopes.setdefault(key, Keys([key])).learn(envelope)

    def _read(self, tree: Any, where: str) -> Any:
        shape = self._record_shape()
        if shape is not None:
            try:
                return shape.models([msgspec.convert(tree, shape.struct)], where)[0]
            except _NO_FIT:
                pass
        return record_maker(self._model)(tree, where)

    def _record_shape(self) -> RecordShape | None:
        met = self._keys.met
        if met and (self._shape is None or self._shape.met is not met):
            self._shape = record_shape(self._model, met)
        return self._shape

    def _page_shape(self, key: str) -> PageShape | None:
        records, keys = self._record_shape(), self._envelopes.get(key)
        if records is None or keys is None:
            return None
        shape = self._pages.get(key)
        if shape is None or shape.met is not keys.met or shape.records is not records:
            shape = self._pages[key] = page_shape(key, keys.met, records)
        return shape


@cache
def typed_reader(model: Any) -> TypedReader:
    """The reader of a model."""
    return TypedReader(model)
