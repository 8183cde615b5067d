"""Notifications: what went wrong in calls, for the whole account and for one call.

After https://www.twilio.com/docs/usage/monitor-events and, for deleting one,
https://www.twilio.com/docs/api/rest/notification of 2010.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.lookups import phone_call
from twilio_async.emulator.voice.voice_records import Notification
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.fields import resource
from twilio_async.emulator.wire.parameters import DateFilter

MESSAGE_DATE: Final = DateFilter("MessageDate")


def more_info(notification: Notification) -> str:
    """Where its error code is explained."""
    return f"https://www.twilio.com/docs/errors/{notification.error_code}"


def _values(notification: Notification, view: View) -> dict[str, object]:
    exchange = notification.exchange
    return {
        "sid": notification.sid,
        "account_sid": notification.account_sid,
        "call_sid": notification.call_sid,
        "log": notification.log,
        "error_code": notification.error_code,
        "more_info": more_info(notification),
        "message_text": notification.message_text,
        "message_date": notification.created_at,
        "date_created": notification.created_at,
        "date_updated": notification.created_at,
        "request_method": exchange.method,
        "request_url": exchange.url,
        "request_variables": exchange.variables,
        "response_headers": exchange.response_headers,
        "response_body": exchange.response_body,
        "uri": f"{view.account_path}/Notifications/{notification.sid}{view.suffix}",
    }


_LISTED: Final = resource(record("notification"), _values)
_SINGLE: Final = resource(record("notification_instance"), _values)


def page(call: Call, shown: Resource[Notification], *tests: Callable[[Notification], bool]) -> Reply:
    """A page of the notifications that pass all tests and the filters Log and MessageDate, newest first."""
    chosen = list(tests)
    log: int | None = call.arguments.named("Log")
    if log is not None:
        chosen.append(lambda notification: notification.log == log)
    start, end = MESSAGE_DATE.bounds(call.arguments)
    history = call.store.voice.notifications.of(call.account.sid)
    return call.page(shown, history, Selection(start, end, all_of(chosen)))


def page_of_call(call: Call, shown: Resource[Notification]) -> Reply:
    """A page of the notifications of the call that the path names."""
    phone = phone_call(call)
    return page(call, shown, lambda notification: notification.call_sid == phone.sid)


def find(call: Call) -> Notification:
    """The notification that the path names last; ApiError 404 where there is none."""
    return call.found(call.store.voice.notifications.of(call.account.sid).get(call.names[-1]))


def list_(call: Call) -> Reply:
    """GET Notifications: one page, newest first."""
    return page(call, _LISTED)


def list_of_call(call: Call) -> Reply:
    """GET Calls/{CallSid}/Notifications: one page, newest first."""
    return page_of_call(call, _LISTED)


def fetch(call: Call) -> Reply:
    """GET Notifications/{Sid}."""
    return call.item(_SINGLE, find(call))


def fetch_of_call(call: Call) -> Reply:
    """GET Calls/{CallSid}/Notifications/{Sid}."""
    notification = find(call)
    if notification.call_sid != phone_call(call).sid:
        raise not_found(call.path)
    return call.item(_SINGLE, notification)


def delete(call: Call) -> Reply:
    """DELETE Notifications/{Sid}: 204."""
    call.store.voice.notifications.of(call.account.sid).remove(find(call))
    return Reply(HTTPStatus.NO_CONTENT)
