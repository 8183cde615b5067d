"""The Notifications of 2008-08-01. After https://www.twilio.com/docs/api/2008-08-01/rest/notification."""

from typing import Any, Final

from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.notifications import MESSAGE_DATE, find, more_info, page, page_of_call
from twilio_async.emulator.voice.voice_records import Notification
from twilio_async.emulator.wire.dates import rfc2822_pacific
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.parameters import Parameter, integer

LIST_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (integer("Log", 0), *MESSAGE_DATE.parameters)


def _fields(notification: Notification, _: View) -> Fields:
    created = rfc2822_pacific(notification.created_at)
    return {
        "sid": notification.sid,
        "date_created": created,
        "date_updated": created,
        "account_sid": notification.account_sid,
        "call_sid": notification.call_sid,
        "log": str(notification.log),
        "error_code": str(notification.error_code),
        "more_info": more_info(notification),
        "request_URL": notification.exchange.url,
        "request_method": notification.exchange.method,
        "message_text": notification.message_text,
        "message_date": created,
    }


def _single_fields(notification: Notification, view: View) -> Fields:
    exchange = notification.exchange
    return {
        **_fields(notification, view),
        "request_variables": exchange.variables,
        "response_headers": exchange.response_headers,
        "response_body": exchange.response_body,
    }


_LISTED: Final = Resource("Notification", "notifications", "Notifications", _fields)
_SINGLE: Final = Resource("Notification", "notifications", "Notifications", _single_fields)


def list_(call: Call) -> Reply:
    """GET Notifications: one page, newest first."""
    return page(call, _LISTED)


def list_of_call(call: Call) -> Reply:
    """GET Calls/{Sid}/Notifications: one page, newest first."""
    return page_of_call(call, _LISTED)


def fetch(call: Call) -> Reply:
    """GET Notifications/{Sid}."""
    return call.item(_SINGLE, find(call))
