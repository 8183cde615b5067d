"""Histories: the records of any stretch of time, read by many requests at a time."""

from twilio_async.history.errors import ExportError
from twilio_async.history.exports.export import export
from twilio_async.history.progress import Progress
from twilio_async.history.reports.report import Cost, ErrorCode, Report, report
from twilio_async.history.stream import Stream, stream

__all__ = ["Cost", "ErrorCode", "ExportError", "Progress", "Report", "Stream", "export", "report", "stream"]
