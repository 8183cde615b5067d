"""Histories: the records of any stretch of time, read by many requests at a time."""

from twilio_async.history.errors import ExportError, MissingDays
from twilio_async.history.exports.export import export
from twilio_async.history.progress import Progress
from twilio_async.history.stream import Stream, stream

__all__ = ["ExportError", "MissingDays", "Progress", "Stream", "export", "stream"]
