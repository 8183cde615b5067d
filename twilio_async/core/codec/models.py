"""Models: what a record of Twilio's is in Python."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import attrs

from twilio_async.core.codec.converter import CONVERTER, NATIVE
from twilio_async.core.wire import Response


def hidden() -> Any:
    """A field, None by default, whose value is personal data or a secret and stays out of the repr."""
    return attrs.field(default=None, repr=lambda value: "None" if value is None else "'***'")


@attrs.define(kw_only=True)
class Model:
    """The base of all records.

    A field is None where Twilio gives nothing. An empty text is "" where the answer is JSON; XML cannot tell
    it from nothing, so there it is None as well.

    Attributes:
        http_response: The answer that this came with; None for the items of a page, which has it itself.
    """

    _extra: dict[str, Any] | None = attrs.field(default=None, repr=False)
    http_response: Response | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @property
    def extra(self) -> Mapping[str, Any]:
        """Fields that Twilio sent and this version does not know or could not convert, as they came."""
        return self._extra or {}

    def to_dict(self, *, native: bool = False) -> dict[str, Any]:
        """The fields under Twilio's names, ready for JSON: dates in ISO 8601, prices as text.

        Args:
            native: Leave dates and prices what they are in the model: datetimes, dates and Decimals.
        """
        return cast("dict[str, Any]", (NATIVE if native else CONVERTER).unstructure(self))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Names and values of `to_dict`: `dict(record)` equals it. FastAPI asks so for what it sends."""
        return iter(self.to_dict().items())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """The schema by which pydantic, and with it FastAPI, reads and writes this type."""
        from twilio_async.core.codec.pydantic_schema import schema_of  # noqa: PLC0415 - imports pydantic

        return schema_of(cls, handler)
