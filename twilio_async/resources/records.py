"""What the records of most resources begin with."""

from datetime import datetime

from attrs import define

from twilio_async.codec import Model


@define(kw_only=True)
class Dated(Model):
    """A record that tells when it was made and last changed, in UTC."""

    date_created: datetime | None = None
    date_updated: datetime | None = None


@define(kw_only=True)
class Record(Dated):
    """A record with a SID of its own, and that of its account."""

    sid: str | None = None
    account_sid: str | None = None


@define(kw_only=True)
class LinkedRecord(Record):
    """A record that has an address of its own: `uri` is its path."""

    uri: str | None = None
