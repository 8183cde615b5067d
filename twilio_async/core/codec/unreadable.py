"""The error of an answer that its reader does not understand, and words for what came instead."""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar, Literal

from twilio_async.core.wire import is_list, is_object

_NAMED_KEYS = 8
_LONGEST_KEY = 40
_LONGEST_CODE = 5


class Unreadable(ValueError):
    """An answer that is not what was asked for, such as a body that holds no tree; the text says where."""

    kind: ClassVar[Literal["unreadable", "misplaced", "absent"]] = "unreadable"
    """The kind of `Failure` that it comes to."""


class Misplaced(Unreadable):
    """A page whose lists are at other keys than the one that the caller named, or was to name."""

    kind = "misplaced"


def described(tree: Any) -> str:
    """A tree in a few words, without the values in it: they may be personal."""
    if is_object(tree):
        return _described_object(tree)
    if is_list(tree):
        return "a list" if tree else "an empty list"
    if isinstance(tree, str):
        return "a text" if tree else "an empty text"
    if isinstance(tree, bool):
        return "a truth value"
    return "nothing" if tree is None else "a number"


def keys_of_lists(tree: Any) -> str:
    """The keys at which an object holds lists, in words; empty where there are none."""
    keys = [key[:_LONGEST_KEY] for key, value in tree.items() if is_list(value)] if is_object(tree) else []
    return ", ".join(keys[:_NAMED_KEYS])


def _described_object(tree: dict[str, Any]) -> str:
    if not tree:
        return "an empty object"
    if tree.keys() & {"message", "title"} and tree.keys() & {"code", "status"}:
        numbers = [f"{name} {tree[name]}" for name in ("code", "status") if _is_number(tree.get(name))]
        return f"an error of Twilio's ({', '.join(numbers) or 'without a code'})"
    keys = [key[:_LONGEST_KEY] for key in islice(tree, _NAMED_KEYS)]
    more = f" and {len(tree) - _NAMED_KEYS} more" if len(tree) > _NAMED_KEYS else ""
    return f"an object with the keys {', '.join(keys)}{more}"


def _is_number(value: object) -> bool:
    text = str(value) if isinstance(value, int | str) else ""
    return text.isdecimal() and len(text) <= _LONGEST_CODE
