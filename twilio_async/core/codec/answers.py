"""Bodies to models: a record, or a page of them, in JSON or XML."""

from __future__ import annotations

from typing import Any, TypeVar, cast, overload

from twilio_async.core.codec.records import record_maker
from twilio_async.core.codec.tree import is_xml, parse
from twilio_async.core.codec.typed import typed_reader
from twilio_async.core.codec.unreadable import Misplaced, Unreadable, described, keys_of_lists
from twilio_async.core.wire import is_list, is_object

M = TypeVar("M")


def decode_record(model: type[M], body: bytes) -> M:
    """The record of `model` that `body` holds.

    Raises:
        Unreadable: It holds something else, or lacks a required field.
    """
    reader = typed_reader(cast("Any", model))
    record: M | None = None if is_xml(body) else reader.record(body)
    if record is None:
        tree = parse(body)
        record = structure(model, tree, model.__name__)
        reader.learn([tree])
    return record


@overload
def decode_page(model: None, key: str | None, body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]: ...
@overload
def decode_page(model: type[M] | None, key: str | None, body: bytes) -> tuple[dict[str, Any], list[M]]: ...
def decode_page(model: Any, key: str | None, body: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The page that `body` holds: its envelope without the records, and the records.

    They are at `key`, or where the envelope's `meta.key` says; without a model they stay objects.

    Raises:
        Unreadable: There is no list at that key, or one of its items is no record.
    """
    reader = None if model is None else typed_reader(model)
    if reader is not None and key is not None and not is_xml(body):
        page = reader.page(body, key)
        if page is not None:
            return page
    envelope = parse(body)
    key = key or _named_key(envelope)
    records = structure_list(model, envelope, key)
    del envelope[key]
    if reader is not None:
        reader.learn_envelope(envelope, key)
    return envelope, records


def structure(model: type[M], tree: Any, where: str) -> M:
    """`tree` as a `model`; `where` names its place in the answer.

    Raises:
        Unreadable: There is no object at that place, or it lacks a required field.
    """
    record: M = record_maker(cast("Any", model))(tree, where)
    return record


def structure_list(model: Any, tree: Any, key: str) -> list[Any]:
    """The list at `key` of an envelope as models; None leaves its items objects.

    Raises:
        Unreadable: There is no such list, or one of its items is no object or lacks a required field.
    """
    records = tree.get(key) if is_object(tree) else None
    if not is_list(records):
        lists = keys_of_lists(tree)
        if model is None and lists:
            raise Misplaced(f"{key}: the answer has no list at this key; it has lists at {lists}")
        raise Unreadable(f"{key}: a list is expected at this key, but the answer is {described(tree)}")
    if model is not None:
        records[:] = typed_reader(model).records(records, key)  # In place: no more than one copy is alive.
        return records
    for index, record in enumerate(records):
        if not is_object(record):
            raise Unreadable(f"{key}[{index}]: an object is expected, but this is {described(record)}")
    return records


def _named_key(envelope: Any) -> str:
    meta = envelope.get("meta") if is_object(envelope) else None
    key = meta.get("key") if is_object(meta) else None
    if not isinstance(key, str):
        lists = keys_of_lists(envelope)
        if lists:
            raise Misplaced(
                "meta.key: the answer does not tell where its records are, give their key: "
                f"it has lists at {lists}"
            )
        raise Unreadable(
            "meta.key: the answer does not tell where its records are, give their key: "
            f"it is {described(envelope)}"
        )
    return key
