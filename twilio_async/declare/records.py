"""The first fields of most resources' records.

A field without a default is one that Twilio never leaves out: an answer without it is no such record.
"""

from datetime import datetime

from attrs import define

from twilio_async.core.codec.models import Model


def stars(_: object) -> str:
    """The repr of a field that is always there, and is personal data or a secret."""
    return "'***'"


@define(kw_only=True)
class Dated(Model):
    """A record that tells when it was made and last changed, in UTC."""

    date_created: datetime | None = None
    date_updated: datetime | None = None


@define(kw_only=True)
class Record(Dated):
    """A record with a SID of its own."""

    sid: str


@define(kw_only=True)
class LinkedRecord(Record):
    """A record of an account that has an address of its own: `uri` is its path."""

    account_sid: str
    uri: str | None = None
