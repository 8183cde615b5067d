"""The operations of both generations, from the modules in which they stand beside their handlers."""

from __future__ import annotations

from twilio_async.emulator.accounts import (
    accounts,
    applications,
    keys,
    tokens,
    usage_records,
    usage_triggers,
)
from twilio_async.emulator.description import GENERATIONS
from twilio_async.emulator.messaging import media, messages, short_codes, sms_messages
from twilio_async.emulator.numbers import (
    addresses,
    assigned_add_ons,
    available_numbers,
    caller_ids,
    incoming_numbers,
    sandbox,
)
from twilio_async.emulator.routing import Routes
from twilio_async.emulator.voice import (
    call_attachments,
    call_events,
    calls,
    calls_2008,
    conferences,
    notifications,
    participants,
    queues,
    sip,
)
from twilio_async.emulator.voice.recordings import (
    add_on_results,
    recordings,
    subject_recordings,
    transcriptions,
)

OPERATIONS = (
    *accounts.OPERATIONS,
    *applications.OPERATIONS,
    *keys.OPERATIONS,
    *tokens.OPERATIONS,
    *usage_records.OPERATIONS,
    *usage_triggers.OPERATIONS,
    *media.OPERATIONS,
    *messages.OPERATIONS,
    *short_codes.OPERATIONS,
    *sms_messages.OPERATIONS,
    *addresses.OPERATIONS,
    *assigned_add_ons.OPERATIONS,
    *available_numbers.OPERATIONS,
    *caller_ids.OPERATIONS,
    *incoming_numbers.OPERATIONS,
    *sandbox.OPERATIONS,
    *call_attachments.OPERATIONS,
    *call_events.OPERATIONS,
    *calls.OPERATIONS,
    *calls_2008.OPERATIONS,
    *conferences.OPERATIONS,
    *notifications.OPERATIONS,
    *participants.OPERATIONS,
    *queues.OPERATIONS,
    *sip.OPERATIONS,
    *add_on_results.OPERATIONS,
    *recordings.OPERATIONS,
    *subject_recordings.OPERATIONS,
    *transcriptions.OPERATIONS,
)

ROUTES = {
    generation: Routes(each for each in OPERATIONS if each.endpoint.generation == generation)
    for generation in GENERATIONS
}
"""The way to the operations of each generation."""
