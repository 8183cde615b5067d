"""Histories: the records of any stretch of time, read by many requests at a time."""

from twilio_async.history.errors import ExportError, MissingDays
from twilio_async.history.exports.compact import Compacted, compact
from twilio_async.history.exports.export import export
from twilio_async.history.progress import Progress
from twilio_async.history.reports.report import Cost, ErrorCode, Report, report
from twilio_async.history.stream import Stream, stream
from twilio_async.history.tables import to_arrow

__all__ = [
    "Compacted",
    "Cost",
    "ErrorCode",
    "ExportError",
    "MissingDays",
    "Progress",
    "Report",
    "Stream",
    "compact",
    "export",
    "report",
    "stream",
    "to_arrow",
]
