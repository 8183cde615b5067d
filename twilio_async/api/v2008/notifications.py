"""Notifications in generation 2008-08-01: what Twilio logged as wrong.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/notification`)
"""

from datetime import date
from typing import Literal, Unpack

from attrs import define

from twilio_async.api.v2010.notifications import AnyNotification
from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Fetchable, Resource
from twilio_async.declare.endpoints import listing


@define(kw_only=True)
class LegacyNotification(AnyNotification):
    """An error (`log` is 0) or a warning (1) and the request that led to it.

    Dates are in UTC, whatever offset the wire had.
    """

    account_sid: str | None = None


@define(kw_only=True)
class LegacyNotificationDetails(LegacyNotification):
    """A notification as it is fetched: with what was sent to your server, and what it answered."""

    request_variables: str | None = hidden()
    response_headers: str | None = hidden()
    response_body: str | None = hidden()


class LegacyNotificationContext(Fetchable[LegacyNotificationDetails]):
    """One notification."""

    __slots__ = ()


class LegacyCallNotifications(Resource):
    """The notifications of a call; each is at `client.v2008.notifications(sid)`."""

    __slots__ = ()

    @listing("notifications")
    def list(
        self,
        *,
        log: Literal[0, 1] | None = None,
        message_date: date | None = None,
        message_date_before: date | None = None,
        message_date_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[LegacyNotification]:
        """The notifications.

        Args:
            log: 0 for errors only, 1 for warnings only.
            message_date: Logged on this day.
            message_date_before: Logged on or before midnight of this day.
            message_date_after: Logged on or after midnight of this day.
            **paging: See `Paging`.
        """
        ...


class LegacyNotifications(Collection[LegacyNotificationContext], LegacyCallNotifications, sids="NO"):
    """The account's notifications (NO...)."""

    __slots__ = ()
