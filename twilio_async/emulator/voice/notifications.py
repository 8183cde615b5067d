"""Notifications of trouble in calls, for the whole account and for one call, in both generations.

Source: https://www.twilio.com/docs/usage/monitor-events, https://www.twilio.com/docs/api/rest/notification of
2010 and https://www.twilio.com/docs/api/2008-08-01/rest/notification
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation, operation_2008
from twilio_async.emulator.voice.lookups import call_of
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Notification
    from twilio_async.emulator.wire.replies import Reply


def _values(notification: Notification, request: ApiRequest) -> Values:
    exchange = notification.exchange
    return {
        "sid": notification.sid,
        "account_sid": notification.account_sid,
        "call_sid": notification.call_sid,
        "log": notification.log,
        "error_code": notification.error_code,
        "more_info": f"https://www.twilio.com/docs/errors/{notification.error_code}",
        "message_text": notification.message_text,
        "message_date": notification.created_at,
        "date_created": notification.created_at,
        "date_updated": notification.created_at,
        "request_method": exchange.method,
        "request_url": exchange.url,
        "request_variables": exchange.variables,
        "response_headers": exchange.response_headers,
        "response_body": exchange.response_body,
        "uri": f"{request.account_path}/Notifications/{notification.sid}{request.suffix}",
    }


def _values_2008(notification: Notification, request: ApiRequest) -> Values:
    return {**_values(notification, request), "request_URL": notification.exchange.url}


def _page(
    request: ApiRequest,
    values: Callable[[Notification, ApiRequest], Values],
    *tests: Callable[[Notification], bool],
) -> Reply:
    """A page of the notifications that pass all tests and the filters Log and MessageDate, newest first."""
    chosen = list(tests)
    log: int | None = request.arguments.get("Log")
    if log is not None:
        chosen.append(lambda notification: notification.log == log)
    start, end = request.date_bounds("MessageDate")
    history = request.store.voice.notifications.of(request.account.sid)
    return request.reply_page(history, Selection(start, end, all_of(chosen)), values)


def _page_of_call(request: ApiRequest, values: Callable[[Notification, ApiRequest], Values]) -> Reply:
    call = call_of(request)
    return _page(request, values, lambda notification: notification.call_sid == call.sid)


def _notification(request: ApiRequest) -> Notification:
    """The notification that the path names last."""
    notifications = request.store.voice.notifications.of(request.account.sid)
    return request.found(notifications.get(request.path_values[-1]))


def list_(request: ApiRequest) -> Reply:
    """GET Notifications: one page, newest first."""
    return _page(request, _values)


def list_of_call(request: ApiRequest) -> Reply:
    """GET Calls/{CallSid}/Notifications: one page, newest first."""
    return _page_of_call(request, _values)


def fetch(request: ApiRequest) -> Reply:
    """GET Notifications/{Sid}."""
    return request.reply(_notification(request), _values)


def fetch_of_call(request: ApiRequest) -> Reply:
    """GET Calls/{CallSid}/Notifications/{Sid}."""
    notification = _notification(request)
    if notification.call_sid != call_of(request).sid:
        raise not_found(request.path)
    return request.reply(notification, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE Notifications/{Sid}: 204."""
    request.store.voice.notifications.of(request.account.sid).remove(_notification(request))
    return no_content()


def list_2008(request: ApiRequest) -> Reply:
    """GET Notifications of 2008-08-01: one page, newest first."""
    return _page(request, _values_2008)


def list_of_call_2008(request: ApiRequest) -> Reply:
    """GET Calls/{CallSid}/Notifications of 2008-08-01: one page, newest first."""
    return _page_of_call(request, _values_2008)


def fetch_2008(request: ApiRequest) -> Reply:
    """GET Notifications/{Sid} of 2008-08-01."""
    return request.reply(_notification(request), _values_2008)


OPERATIONS = (
    operation("GET", "Notifications", list_),
    operation("GET", "Notifications/{Sid}", fetch),
    operation("DELETE", "Notifications/{Sid}", delete),
    operation("GET", "Calls/{CallSid}/Notifications", list_of_call),
    operation("GET", "Calls/{CallSid}/Notifications/{Sid}", fetch_of_call),
    operation_2008("GET", "Notifications", list_2008),
    operation_2008("GET", "Notifications/{Sid}", fetch_2008),
    operation_2008("GET", "Calls/{CallSid}/Notifications", list_of_call_2008),
)
