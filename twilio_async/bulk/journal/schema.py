"""The tables of a journal, and the version that they have.

Times are seconds of the Unix epoch, in UTC, so any database sorts them. A partial unique index is what keeps
two messages that look the same in Twilio's list from being under way at a time: see `UNSETTLED`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

VERSION = 1
MARK = "twilio_async.bulk"

UNSETTLED = ("leased", "in_doubt", "held")
"""The states in which Twilio may have a message that the journal has no SID of. Of messages with the same
recipient and text at most one is in them, so what is found in the list can be of no other."""

METADATA = sa.MetaData()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: sa.Double[float] = sa.Double()

JOURNAL = sa.Table(
    "bulk_journal",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("account_sid", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("is_paused", sa.Boolean, nullable=False),
)
"""One row: whose journal it is. The secret signs the keys in addresses of callbacks."""

MESSAGES = sa.Table(
    "bulk_messages",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("added_by", sa.BigInteger),
    sa.Column("occurrences", sa.Integer),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("due_at", _TIME, nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
    sa.Column("first_intent_at", _TIME),
    sa.Column("lease_until", _TIME),
    sa.Column("doubt_since", _TIME),
    sa.Column("is_canceled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("sid", sa.Text),
    sa.Column("code", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Column("delivery", sa.Text),
    sa.Column("delivery_rank", sa.Integer, nullable=False, server_default="0"),
)
"""The messages.

- key: The user's name for it; without one, its digest and how many times it occurred so far.
- message: The OutboundMessage as JSON.
- recipient: Its address as such are compared.
- fingerprint: What messages share that cannot be told apart in Twilio's list.
- added_by: The number of the `add` that has added it, or of the latest that had it; none where the user gave
  it a key.
- occurrences: How many messages equal to it without a key that `add` had so far; kept with the first of them.
- due_at: When it may leave, or in doubt, when Twilio's list is asked next.
- attempt, fence: How many times it was leased, and how many times it changed hands.
- first_intent_at: When the first attempt began of which nobody knows that it was not executed.
- is_canceled: Whether it was canceled before its fate was known: it is not sent again.
"""


def in_state(*states: str, of: sa.FromClause = MESSAGES) -> sa.ColumnElement[bool]:
    """The condition of being in one of these states.

    They are spelled out: by a value that is bound to the statement no partial index would be found. They are
    joined by OR: for an IN of a partial index SQLite builds a table, each time that it looks at a row.
    """
    return sa.or_(*(of.c.state == sa.literal_column(f"'{state}'") for state in states))


def moment(seconds: float) -> datetime:
    """A time of the journal as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


_PLANNED = in_state("planned")
sa.Index(
    "bulk_messages_line",
    MESSAGES.c.sender,
    MESSAGES.c.due_at,
    MESSAGES.c.id,
    sqlite_where=_PLANNED,
    postgresql_where=_PLANNED,
)
_IS_UNSETTLED = in_state(*UNSETTLED)
sa.Index(
    "bulk_messages_unsettled",
    MESSAGES.c.fingerprint,
    unique=True,
    sqlite_where=_IS_UNSETTLED,
    postgresql_where=_IS_UNSETTLED,
)

_HAS_SID = MESSAGES.c.sid.is_not(None)
sa.Index("bulk_messages_sids", MESSAGES.c.sid, sqlite_where=_HAS_SID, postgresql_where=_HAS_SID)
_IN_DOUBT = in_state("in_doubt")
sa.Index("bulk_messages_asks", MESSAGES.c.due_at, sqlite_where=_IN_DOUBT, postgresql_where=_IN_DOUBT)
_LEASED = in_state("leased")
sa.Index("bulk_messages_leases", MESSAGES.c.lease_until, sqlite_where=_LEASED, postgresql_where=_LEASED)

EXTRA_SIDS = sa.Table(
    "bulk_extra_sids",
    METADATA,
    sa.Column("sid", sa.Text, primary_key=True),
    sa.Column("message_id", _ID, nullable=False),
)
"""Messages that Twilio made besides the first of the same row."""

SENDERS = sa.Table(
    "bulk_senders",
    METADATA,
    sa.Column("sender", sa.Text, primary_key=True),
    sa.Column("next_at", _TIME, nullable=False),
    sa.Column("refusals", sa.Integer, nullable=False, server_default="0"),
    sa.Column("paused_until", _TIME, nullable=False, server_default="0"),
)
"""The senders.

- next_at: When the next message may leave.
- refusals, paused_until: How often in a row its queue was full, and the end of the pause behind that.
"""

SUPPRESSED = sa.Table(
    "bulk_suppressed",
    METADATA,
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("added_at", _TIME, nullable=False),
)
"""Recipients that nothing is sent to any more."""
