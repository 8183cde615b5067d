"""Queues of waiting calls, as TwiML's `<Enqueue>` fills them, and their members.

Source: https://www.twilio.com/docs/voice/api/queue-resource
"""

from datetime import datetime
from typing import Unpack

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import Record


@define(kw_only=True)
class Queue(Record):
    """A queue. Dates are in UTC; `average_wait_time` is that of its members now, in seconds."""

    account_sid: str | None = None
    friendly_name: str | None = None
    current_size: int | None = None
    max_size: int | None = None
    average_wait_time: int | None = None
    uri: str | None = None


@define(kw_only=True)
class QueueMember(Model):
    """A call that waits. The date is in UTC, `wait_time` in seconds, `position` 1 at the front."""

    queue_sid: str | None = None
    call_sid: str
    position: int | None = None
    date_enqueued: datetime | None = None
    wait_time: int | None = None
    uri: str | None = None


class MemberContext(Fetchable[QueueMember]):
    """One waiting call."""

    __slots__ = ()

    @post()
    async def update(self, *, url: str, method: HttpMethod | None = None) -> QueueMember:
        """Take the call out of the queue and give it other instructions.

        Args:
            url: Where Twilio asks for TwiML to go on with.
            method: How it asks.
        """
        ...


class Members(Collection[MemberContext]):
    """The waiting calls, each by its SID (CA...); `"Front"` stands for the one that waits longest.

    Source: https://www.twilio.com/docs/voice/api/member-resource
    """

    __slots__ = ()

    @listing("queue_members")
    def list(self, **paging: Unpack[Paging]) -> Listing[QueueMember]:
        """The waiting calls, those at the front first."""
        ...


class QueueContext(Fetchable[Queue], Deletable):
    """One queue. Only an empty one can be deleted."""

    __slots__ = ()
    members = Below(Members, "Members")

    @post()
    async def update(self, *, friendly_name: str | None = None, max_size: int | None = None) -> Queue:
        """Rename or resize the queue.

        Args:
            friendly_name: Its new name, 64 characters at most.
            max_size: How many calls may wait, 5,000 at most.
        """
        ...


class Queues(Collection[QueueContext], sids="QU"):
    """The account's queues (QU...)."""

    __slots__ = ()

    @post()
    async def create(self, *, friendly_name: str, max_size: int | None = None) -> Queue:
        """Make a queue.

        Args:
            friendly_name: Its name, 64 characters at most, for `<Enqueue>` and `<Dial><Queue>`.
            max_size: How many calls may wait, 1,000 where not given, 5,000 at most.
        """
        ...

    @listing("queues")
    def list(self, **paging: Unpack[Paging]) -> Listing[Queue]:
        """The account's queues."""
        ...
