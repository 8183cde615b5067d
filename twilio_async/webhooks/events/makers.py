"""Makers of events: functions that are compiled for the names that the parameters of a request have.

Twilio sends the parameters of one kind of event under the same names in the same order, so that a program
meets few such lists of names. Straight-line code for one of them makes an event in a fifth of the time of
`made_of`, which finds the field of each name anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from twilio_async.webhooks.events.base import BESIDE, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable

Maker: TypeAlias = "Callable[..., Any]"
"""It takes what `made_of` does: all parameters, the query and the idempotency token; then each value."""

_FUNCTION = """
def make(pairs, query, idempotency_token, {texts}):
    event = new(kind)
    event._pairs = pairs
    event._query = query
    event._idempotency_token = idempotency_token
    {lines}
    return event
"""


def maker_of(kind: Any, names: tuple[str, ...]) -> Maker | None:
    """The maker of events of a class whose parameters have these names, each of them once.

    It raises one of the misfits where a value does not fit its field. It is None where a name has no field of
    its own, or a required field no name. The names are not in the text of the code.
    """
    readers = [reader for name in names if (reader := reader_of(kind, name))]
    fields = {reader.field for reader in readers}
    others = [each for each in attrs.fields(kind) if each.name not in fields and each.name not in BESIDE]
    if len(fields) < len(names) or any(each.default is attrs.NOTHING for each in others):
        return None
    scope: dict[str, Any] = {"kind": kind, "new": kind.__new__}
    lines: list[str] = []
    for number, (field, read) in enumerate(readers):
        scope[f"read_{number}"] = read
        text = f"text_{number}"
        lines.append(f"event.{field} = {text if read is str else f'read_{number}({text})'}")
    for field, default in ((each.name, each.default) for each in others):
        factory = getattr(default, "factory", None)
        scope[f"no_{field}"] = default if factory is None else factory
        lines.append(f"event.{field} = no_{field}{'' if factory is None else '()'}")
    texts = ", ".join(f"text_{number}" for number in range(len(readers)))
    source = _FUNCTION.format(texts=texts, lines="\n    ".join(lines))
    exec(compile(source, f"<{kind.__name__}>", "exec"), scope)  # noqa: S102 - the text is of our own names
    return cast("Maker", scope["make"])
