"""What the messages of both kinds of sockets have in common: JSON with a name for each kind of message."""

from __future__ import annotations

from typing import Any

import msgspec

from twilio_async.core.wire import is_object
from twilio_async.errors import DecodeError


def camel_case(name: str) -> str:
    """`stream_sid` as `streamSid`, `from_` as `from`."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, rest))


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename=camel_case):
    """A part of a message. Its repr hides texts, which are numbers, words or sound, but for SIDs."""

    def __repr__(self) -> str:
        shown = [f"{name}={_shown(name, getattr(self, name))}" for name in self.__struct_fields__]
        return f"{type(self).__name__}({', '.join(shown)})"


class SocketMessage(Part, frozen=True, kw_only=True):
    """A message of a socket; in what is sent, what is None is left out."""

    def to_json(self) -> str:
        """The text that is sent."""
        return msgspec.json.encode(self).decode()


class UnknownMessage(SocketMessage, frozen=True, kw_only=True):
    """A message of a kind that this version does not know.

    Attributes:
        kind: What it calls itself.
        document: All of it.
    """

    kind: str
    document: dict[str, Any]


def read_message(text: str | bytes, known: Any, name: str) -> Any:
    """The message that a text is.

    Args:
        text: The text, as the socket has it.
        known: The union of the messages that are known.
        name: The key that tells which one it is.

    Raises:
        DecodeError: It is none.
    """
    try:
        document = msgspec.json.decode(text)
        kind = document.get(name) if is_object(document) else None
        if not isinstance(kind, str):
            raise DecodeError(f"this is no message of Twilio's: it has no {name}")
        if kind not in _kinds(known):
            return UnknownMessage(kind=kind, document=document)
        return msgspec.convert(document, known, strict=False)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise DecodeError(f"a message of the socket is not understood: {error}") from None


def _kinds(known: Any) -> set[str]:
    return {each.__struct_config__.tag for each in known.__args__}


def _shown(name: str, value: object) -> str:
    is_plain = value is None or isinstance(value, bool | int | Part) or name.endswith("_sid")
    return repr(value) if is_plain else "'***'"
