"""Templates: texts with fields of a row in braces, such as `Hi {name}`; `{{` and `}}` are braces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class RowProblem(Exception):
    """What is wrong about a row, so that no message can be made of it."""


@frozen
class Template:
    """A text with gaps for the fields of a row.

    Attributes:
        texts: The texts before, between and behind the gaps.
        fields: The field of each gap.
    """

    texts: tuple[str, ...]
    fields: tuple[str, ...]

    @classmethod
    def of(cls, text: str, option: str) -> Template:
        """The template that an option gives.

        Raises:
            typer.BadParameter: A brace stands alone, or holds no name.
        """
        texts, fields, end = [""], list[str](), 0
        for token in _TOKEN.finditer(text):
            texts[-1] += text[end : token.start()]
            end = token.end()
            if token[1] is not None and token[1].strip():
                fields.append(token[1].strip())
                texts.append("")
            elif token[0] in {"{{", "}}"}:
                texts[-1] += token[0][0]
            else:
                raise typer.BadParameter(
                    f"{token[0]!r} at character {token.start() + 1} names no field: write {{name}} for one, "
                    "and {{ or }} for a brace",
                    param_hint=option,
                )
        texts[-1] += text[end:]
        return cls(tuple(texts), tuple(fields))

    def fill(self, row: Mapping[str, str]) -> str:
        """The text with the fields of a row.

        Raises:
            RowProblem: The row lacks a field, or has nothing in it.
        """
        filled = [self.texts[0]]
        for field, text in zip(self.fields, self.texts[1:], strict=True):
            value = row.get(field)
            if not value or value.isspace():
                raise RowProblem(f"there is no field {field!r}" if value is None else f"{field!r} is empty")
            filled += value, text
        return "".join(filled)
