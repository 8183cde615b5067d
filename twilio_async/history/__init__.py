"""Histories: the records of any stretch of time, read by many requests at a time.

Each name is imported when it is first used: the command line needs the formats of files without the rest.
"""

from typing import TYPE_CHECKING

from twilio_async.lazy import lazy_names

if TYPE_CHECKING:
    from twilio_async.history.errors import ExportError as ExportError, MissingDays as MissingDays
    from twilio_async.history.exports.compact import Compacted as Compacted, compact as compact
    from twilio_async.history.exports.export import export as export
    from twilio_async.history.progress import Progress as Progress
    from twilio_async.history.reports.report import (
        Cost as Cost,
        ErrorCode as ErrorCode,
        Report as Report,
        report as report,
    )
    from twilio_async.history.streams import Stream as Stream, stream as stream
    from twilio_async.history.tables import to_arrow as to_arrow

_NAMES = {
    "errors": "ExportError MissingDays",
    "exports.compact": "Compacted compact",
    "exports.export": "export",
    "progress": "Progress",
    "reports.report": "Cost ErrorCode Report report",
    "streams": "Stream stream",
    "tables": "to_arrow",
}
"""The public names by their modules, as type checkers see them above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    __all__, __getattr__, __dir__ = lazy_names(globals(), _NAMES)
