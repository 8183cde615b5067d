"""The webhooks of a number: where messages to it and calls to it ask what is to be done.

An application that the number names goes before its own webhooks, and so does a messaging service that has
one for messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.accounts.applications import APPLICATIONS
from twilio_async.emulator.messaging.short_codes import SHORT_CODES
from twilio_async.emulator.numbers.incoming_numbers import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import MessagingService


@frozen
class Webhook:
    """A webhook with its fallback, and that for the status of calls; what is not set is empty."""

    url: str = ""
    method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"


@frozen
class Owner:
    """The account that has a number, or None; the webhook of that; and the service that it sends for."""

    account_sid: str | None
    webhook: Webhook
    service_sid: str | None = None


def owner_of_message(store: Store, address: str) -> Owner:
    """Who gets a message to a number or short code."""
    number = _number(store, address) or _short_code(store, address)
    if number is None:
        return Owner(None, Webhook())
    service = _service(store, address)
    if service is not None and service.inbound_request_url:
        webhook = Webhook(
            service.inbound_request_url,
            service.inbound_method,
            service.fallback_url or "",
            service.fallback_method,
        )
    else:
        webhook = _webhook(_fields(store, number, "sms_application_sid"), "sms")
    return Owner(number.account_sid, webhook, None if service is None else service.sid)


def owner_of_call(store: Store, address: str) -> Owner:
    """Who gets a call to a number."""
    number = _number(store, address)
    if number is None:
        return Owner(None, Webhook())
    return Owner(number.account_sid, _webhook(_fields(store, number, "voice_application_sid"), "voice"))


def _webhook(fields: Mapping[str, object], kind: str) -> Webhook:
    def text(name: str, default: str = "") -> str:
        return str(fields.get(name) or default)

    return Webhook(
        url=text(f"{kind}_url"),
        method=text(f"{kind}_method", "POST"),
        fallback_url=text(f"{kind}_fallback_url"),
        fallback_method=text(f"{kind}_fallback_method", "POST"),
        status_callback=text("status_callback"),
        status_callback_method=text("status_callback_method", "POST"),
    )


def _fields(store: Store, number: Instance, application: str) -> Mapping[str, object]:
    """The fields that have the webhooks: those of the application that a number names, or its own."""
    sid = str(number.fields.get(application) or "")
    named = store.instances.of(number.account_sid, APPLICATIONS).get(sid)
    return number.fields if named is None else named.fields


def _number(store: Store, address: str) -> Instance | None:
    numbers = store.instances.everywhere(NUMBERS)
    return next((number for number in numbers if number.fields["phone_number"] == address), None)


def _short_code(store: Store, address: str) -> Instance | None:
    codes = store.instances.everywhere(SHORT_CODES)
    return next((code for code in codes if code.fields["short_code"] == address), None)


def _service(store: Store, address: str) -> MessagingService | None:
    services = store.messaging.services.values()
    return next((service for service in services if address in service.senders), None)
