"""A local Twilio for tests, demos and benchmarks: the REST API over real HTTP on the loopback interface.

It knows both generations (2010-04-01 and 2008-08-01), is strict about requests, and can be made to fail on
purpose. It shares no code with the client, so that a mistake on one side is not mirrored on the other.

The way of a request: `server` listens, `pipeline` reads it and lets `faults` meet it, `dispatch` authorizes
it and finds its operation by `routing`, and a handler in the folder of its domain (`accounts`, `messaging`,
`numbers`, `voice`) answers from `memory`; `exports` answers for BulkExport. `description` has the parameters
of operations and the fields of records, `wire` their spelling. `scenes` makes what the API cannot make,
histories of millions of records included.

The way back: `callbacks` tells webhooks, signed, how messages and calls move on; `flows` lets messages and
calls come in, asks webhooks what is to be done, and does what their answers say, which `twiml` reads.

What tests assert on: `inspection` shows messages and calls as they are at the moment of looking.
"""

from twilio_async.emulator.accounts.directory import Account
from twilio_async.emulator.callbacks.callback import Callback
from twilio_async.emulator.emulator import Emulator
from twilio_async.emulator.faults.conditions import When
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.faults.faults import Faults
from twilio_async.emulator.flows.caller import Speech
from twilio_async.emulator.flows.messages import ReceivedMessage
from twilio_async.emulator.flows.walked_call import Relay, Stream, WalkedCall
from twilio_async.emulator.inspection.seen_call import SeenCall
from twilio_async.emulator.inspection.seen_message import SeenMessage
from twilio_async.emulator.memory.clock import MovableClock
from twilio_async.emulator.messaging.message_store import Media
from twilio_async.emulator.messaging.sender_queues import SenderLimits
from twilio_async.emulator.pipeline import InFlight
from twilio_async.emulator.requests import LoggedRequest
from twilio_async.emulator.scenes.scenes import Scenes
from twilio_async.emulator.server import Server
from twilio_async.emulator.settings import Settings
from twilio_async.emulator.voice.voice_records import (
    Exchange,
    Member,
    Notification,
    Recording,
    Transcription,
)

__all__ = [
    "Account",
    "Callback",
    "Emulator",
    "Exchange",
    "Fault",
    "Faults",
    "InFlight",
    "LoggedRequest",
    "Media",
    "Member",
    "MovableClock",
    "Notification",
    "ReceivedMessage",
    "Recording",
    "Relay",
    "Scenes",
    "SeenCall",
    "SeenMessage",
    "SenderLimits",
    "Server",
    "Settings",
    "Speech",
    "Stream",
    "Transcription",
    "WalkedCall",
    "When",
]
