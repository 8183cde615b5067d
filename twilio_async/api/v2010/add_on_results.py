"""Results of add-ons of Twilio's marketplace for a recording, their payloads, and the payloads' data.

Source: https://www.twilio.com/docs/voice/api/recording#recording-addonresults-subresource
"""

from datetime import datetime
from typing import TypeVar, Unpack

from attrs import define, evolve, field

from twilio_async.core.codec.models import Model
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.core.wire import Reader, Request
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import listing
from twilio_async.declare.files import File
from twilio_async.declare.records import Record, stars

T = TypeVar("T")
_REDIRECT = frozenset({307})


class AddOnStatus(OpenEnum):
    """The progress of an add-on."""

    INIT = "init"
    QUEUED = "queued"
    IN_PROGRESS = "in-progress"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    DELETED = "deleted"


@define(kw_only=True)
class AnyAddOnResult(Record):
    """The fields of results and payloads alike. Dates are in UTC; `reference_sid` is the recording's."""

    account_sid: str
    reference_sid: str | None = None
    add_on_sid: str | None = None
    add_on_configuration_sid: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class AddOnResult(AnyAddOnResult):
    """The result of an add-on's work on a recording."""

    status: AddOnStatus
    date_completed: datetime | None = None


@define(kw_only=True)
class AddOnPayload(AnyAddOnResult):
    """One part of a result."""

    add_on_result_sid: str | None = None
    label: str | None = None
    content_type: str | None = None


@define(kw_only=True)
class AddOnPayloadData(Model):
    """Where the data of a payload are; the address works for a short time, for whoever has it."""

    redirect_to: str = field(repr=stars)


class AddOnPayloadFile(Fetchable[AddOnPayloadData], File):
    """The data of a payload: `fetch` tells where they are, `open` and `download` get them from there."""

    __slots__ = ()

    def _request(self, method: str, reader: Reader[T], arguments: str = "") -> Request[T]:
        # The redirect is the record. It has no suffix of its own in XML, which other files' records have.
        return evolve(super(File, self)._request(method, reader, arguments), accepts=_REDIRECT)


class AddOnPayloadContext(Fetchable[AddOnPayload], Deletable):
    """One payload."""

    __slots__ = ()
    data = Below(AddOnPayloadFile, "Data")


class AddOnPayloads(Collection[AddOnPayloadContext], sids="XH"):
    """The payloads (XH...) of a result."""

    __slots__ = ()

    @listing("payloads")
    def list(self, **paging: Unpack[Paging]) -> Listing[AddOnPayload]:
        """The payloads of the result."""
        ...


class AddOnResultContext(Fetchable[AddOnResult], Deletable):
    """One result."""

    __slots__ = ()
    payloads = Below(AddOnPayloads, "Payloads")


class AddOnResults(Collection[AddOnResultContext], sids="XR"):
    """The results (XR...) of the add-ons that worked on a recording."""

    __slots__ = ()

    @listing("add_on_results")
    def list(self, **paging: Unpack[Paging]) -> Listing[AddOnResult]:
        """The results of the recording."""
        ...
