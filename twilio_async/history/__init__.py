"""Histories: the records of any stretch of time, read by many requests at a time.

async for message in history.stream(client.messages, since=date(2026, 1, 1), until=date(2026, 2, 1)):
    ...
"""

from twilio_async.history.stream import Stream, stream

__all__ = ["Stream", "stream"]
