"""What a history raises besides the errors of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async import TwilioError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class ExportError(TwilioError):
    """An export cannot be written, or not go on; the text says what to do. Nothing of it is lost."""


class MissingDays(TwilioError):
    """Days that BulkExport has no file of.

    Attributes:
        days: Those days, of UTC.
    """

    def __init__(self, text: str, days: Sequence[date]) -> None:
        super().__init__(text)
        self.days = days


def unwritable(where: object, why: object) -> ExportError:
    """The error of an export whose files cannot be written, for a reason such as an OSError."""
    said = getattr(why, "strerror", None) or why
    return ExportError(f"{where}: {said}. What was written is safe: mend that, and repeat the call to go on")
