"""Histories: the records of any stretch of time, read by many requests at a time."""

from twilio_async.history.stream import Stream, stream

__all__ = ["Stream", "stream"]
