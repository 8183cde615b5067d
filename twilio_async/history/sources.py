"""The lists that are histories: which date their records are found by, and how it is asked for.

Source: https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/voice/api/call-resource
and their like
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from attrs import frozen

from twilio_async import Call, Client, Conference, InvalidArgument, Message, Model, Notification, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from twilio_async import Listing

M = TypeVar("M", bound=Model)


class ListResource(Protocol[M]):
    """A collection with a list: `client.messages`, `client.accounts(sid).calls`."""

    @property
    def path(self) -> str:
        """Its address without the suffix of the format."""
        ...

    @property
    def list(self) -> Callable[..., Listing[M]]:
        """The endpoint that lists its records."""
        ...


@frozen
class Source(Generic[M]):
    """A list of records that have a date.

    Attributes:
        name: Its name below an account.
        model: What its records are.
        date: The attribute that holds the date of a record, and what its filters are called.
        takes_times: Whether these take times of day. It is documented for none, and tried before it is used.
        has_undated: Whether a record may have no date yet, such as a queued message. No filter finds it.
        collection: The list itself.
    """

    name: str
    model: type[M]
    date: str
    takes_times: bool
    has_undated: bool
    collection: ListResource[M]

    def date_of(self, record: M) -> datetime | None:
        """When a record counts: by the date of this list, or by its creation where it has none yet."""
        moment: datetime | None = getattr(record, self.date)
        return getattr(record, "date_created", None) if moment is None else moment


_KNOWN: Mapping[str, tuple[type[Model], str, bool, bool]] = {
    "messages": (Message, "date_sent", True, True),
    "calls": (Call, "start_time", True, True),
    "recordings": (Recording, "date_created", True, False),
    "conferences": (Conference, "date_created", False, False),
    "notifications": (Notification, "message_date", False, False),
}
NAMES = (*_KNOWN,)
"""The lists that are histories, by their names below an account."""


def dated_model(name: str) -> tuple[type[Model], str] | None:
    """What the records of the list with this name are, and the attribute that holds their date."""
    known = _KNOWN.get(name)
    return None if known is None else known[:2]


def _class_of(name: str) -> type[object]:
    resource: object = getattr(Client, name)
    return type(resource)


def source_of(collection: ListResource[M]) -> Source[M]:
    """What is known of a list.

    Raises:
        InvalidArgument: It is none of those that have dates.
    """
    for name, (model, date, takes_times, has_undated) in _KNOWN.items():
        if isinstance(collection, _class_of(name)):
            return Source(name, cast("type[M]", model), date, takes_times, has_undated, collection)
    known = ", ".join(f"client.{name}" for name in NAMES)
    raise InvalidArgument(f"{collection!r} has no history: give one of {known}, or that of another account")
