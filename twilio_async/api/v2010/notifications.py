"""Notifications: what Twilio logged as wrong while it handled a call, or asked your server about one.

Source: https://www.twilio.com/docs/usage/api/notification-deprecated
"""

from datetime import date, datetime
from typing import Unpack

from attrs import define

from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing
from twilio_async.declare.records import Record


@define(kw_only=True)
class AnyNotification(Record):
    """The fields of notifications in both generations. Dates are in UTC."""

    call_sid: str | None = None
    log: int | None = None
    error_code: int | None = None
    more_info: str | None = None
    message_text: str | None = hidden()
    message_date: datetime | None = None
    request_method: str | None = None
    request_url: str | None = hidden()


@define(kw_only=True)
class Notification(AnyNotification):
    """An error (`log` is 0) or a warning (1) and the request that led to it. Dates are in UTC."""

    account_sid: str
    api_version: str | None = None
    uri: str | None = None


@define(kw_only=True)
class NotificationDetails(Notification):
    """A notification as it is fetched: with what was sent to your server, and what it answered."""

    request_variables: str | None = hidden()
    response_headers: str | None = hidden()
    response_body: str | None = hidden()


class CallNotificationContext(Fetchable[NotificationDetails]):
    """One notification of a call."""

    __slots__ = ()


class NotificationContext(Fetchable[NotificationDetails], Deletable):
    """One notification. Twilio documents its deletion no more."""

    __slots__ = ()


class _NotificationList(Resource):
    """Notifications, wherever they are listed."""

    __slots__ = ()

    @listing("notifications")
    def list(
        self,
        *,
        log: int | None = None,
        message_date: date | None = None,
        message_date_before: date | None = None,
        message_date_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Notification]:
        """The notifications, newest first.

        Args:
            log: 0 for errors only, 1 for warnings only.
            message_date: Logged on this UTC day.
            message_date_before: Logged on or before this UTC day.
            message_date_after: Logged on or after this UTC day.
            **paging: See `Paging`.
        """
        ...


class CallNotifications(Collection[CallNotificationContext], _NotificationList, sids="NO"):
    """The notifications (NO...) of a call."""

    __slots__ = ()


class Notifications(Collection[NotificationContext], _NotificationList, sids="NO"):
    """The account's notifications (NO...)."""

    __slots__ = ()
