"""Records read by their common shape, as those of a history are.

A parser that knows what will come makes no dicts that are taken apart again: msgspec decodes a page into
structs of a known shape, and straight-line code, written once for each shape, makes models of them. Values
are read by the same functions as in `records`. For a message on a page of a thousand this takes a quarter of
the time that `records` takes, and three fifths of what it takes with a loop over the fields for that code.

What has no such shape, a number for a text or a key beyond those that may be learned, is read field by
field, a record of a tree alone and a page of JSON as a whole. The way that a record takes never changes what
it becomes.

Delete this module and `shapes`, and let `records` serve alone, once they save less than a tenth of what
streaming a history takes.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from twilio_async.core.codec.fields import fields_of
from twilio_async.core.codec.records import record_reader
from twilio_async.core.codec.shapes import Keys, PageShape, RecordShape, page_shape, record_shape
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

M = TypeVar("M")
_NO_FIT = (ValueError, RecursionError)
"""The errors of something that has another shape, or is no JSON."""


class TypedReader(Generic[M]):
    """Reads the records of a model by the shape in which they were met."""

    def __init__(self, model: type[M]) -> None:
        self._model: Any = model
        self._keys = Keys(field.key for field in fields_of(self._model))
        self._shape: RecordShape | None = None
        self._envelopes: dict[str, Keys] = {}
        self._pages: dict[str, PageShape] = {}

    def record(self, body: bytes) -> M | None:
        """The record in JSON; None where it has another shape, or none was met yet."""
        shape = self._record_shape()
        if shape is None:
            return None
        try:
            return shape.models([shape.decode(body)], "")[0]  # type: ignore[no-any-return]
        except _NO_FIT:
            return None

    def page(self, body: bytes, key: str) -> tuple[dict[str, Any], list[M]] | None:
        """The envelope and the records of a page in JSON; None as for a record."""
        shape = self._page_shape(key)
        if shape is None:
            return None
        try:
            page = shape.decode(body)
            return shape.envelope(page), shape.records.models(page.records, key)
        except _NO_FIT:
            return None

    def records(self, trees: list[Any], key: str) -> list[M]:
        """The records at `key` of a page, from their trees.

        Raises:
            Unreadable: One of them is no record.
        """
        while True:
            shape = self._record_shape()
            if shape is not None:
                try:
                    return shape.models(msgspec.convert(trees, list[shape.struct]), key)  # type: ignore[name-defined]
                except _NO_FIT:
                    pass
            if not self.learn(trees):
                return [self._one(tree, f"{key}[{index}]") for index, tree in enumerate(trees)]

    def learn(self, trees: Iterable[Any]) -> bool:
        """Know the keys of these records from now on; whether some are new."""
        return self._keys.learn(chain.from_iterable(filter(is_object, trees)))

    def learn_envelope(self, envelope: Mapping[str, Any], key: str) -> None:
        """Know the keys beside the records at `key` from now on."""
        self._envelopes.setdefault(key, Keys([key])).learn(envelope)

    def _one(self, tree: Any, where: str) -> M:
        shape = self._record_shape()
        if shape is not None:
            try:
                return shape.models([msgspec.convert(tree, shape.struct)], where)[0]  # type: ignore[no-any-return]
            except _NO_FIT:
                pass
        record: M = record_reader(self._model)(tree, where)
        return record

    def _record_shape(self) -> RecordShape | None:
        met = self._keys.met
        if self._shape is None or self._shape.met is not met:
            self._shape = record_shape(self._model, met) if met else None
        return self._shape

    def _page_shape(self, key: str) -> PageShape | None:
        records, keys = self._record_shape(), self._envelopes.get(key)
        if records is None or keys is None:
            return None
        shape = self._pages.get(key)
        if shape is None or shape.met is not keys.met or shape.records is not records:
            shape = self._pages[key] = page_shape(key, keys.met, records)
        return shape


def typed_reader(model: type[M]) -> TypedReader[M]:
    """The reader of a model, made once."""
    if model not in _READERS:
        _READERS[model] = TypedReader(model)
    return _READERS[model]


_READERS: dict[Any, TypedReader[Any]] = {}
