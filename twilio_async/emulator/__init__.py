"""A local Twilio for tests, demos and benchmarks: the REST API over real HTTP on the loopback interface.

It knows both generations (2010-04-01 and 2008-08-01), is strict about requests, and can be made to fail on
purpose. It shares no code with the client, so that a mistake on one side is not mirrored on the other.
"""

from twilio_async.emulator.faults import Fault, Faults
from twilio_async.emulator.messaging.message_records import Account, Media, Message
from twilio_async.emulator.pipeline import InFlight, Received
from twilio_async.emulator.server import Emulator
from twilio_async.emulator.voice.voice_records import (
    Exchange,
    Member,
    Notification,
    PhoneCall,
    Recording,
    Transcription,
)

__all__ = [
    "Account",
    "Emulator",
    "Exchange",
    "Fault",
    "Faults",
    "InFlight",
    "Media",
    "Member",
    "Message",
    "Notification",
    "PhoneCall",
    "Received",
    "Recording",
    "Transcription",
]
