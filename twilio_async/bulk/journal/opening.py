"""The first look at a journal: it is made where there is none, and what is not ours is refused untouched."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.exc import DBAPIError

from twilio_async.bulk.errors import JournalError, NoJournal
from twilio_async.bulk.journal.schema import JOURNAL, MARK, METADATA, VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from twilio_async.bulk.journal.databases import Database

_MAKING = sa.text("SELECT pg_advisory_xact_lock(128115)")
"""The lock of PostgreSQL under which a journal is made."""


@frozen
class Identity:
    """Whose journal it is; the secret signs the keys in addresses of callbacks."""

    account_sid: str
    secret: str = field(repr=False)


async def identify(database: Database, account_sid: str | None) -> Identity:
    """The identity of a journal, which is made where the database is empty.

    Args:
        database: The database that it is in.
        account_sid: The account that it has to be of; any will do where it is only looked at.

    Raises:
        JournalError: It is of something else, of another account or of a newer version.
        NoJournal: It is to be looked at only, and is not there.
    """
    name = database.name
    if database.readonly or account_sid is None:
        found = await database.read(partial(_found, name=name))
    else:
        found = await database.write(partial(_found_or_made, name=name, account_sid=account_sid))
    if found is None:
        raise NoJournal(f"there is no journal in {name} yet: add messages first")
    if account_sid is not None and found.account_sid != account_sid:
        raise JournalError(
            f"this journal is of account {found.account_sid}, and the client acts for {account_sid}: use the "
            "client of that account, or another journal"
        )
    return found


def _found_or_made(connection: Connection, name: str, account_sid: str) -> Identity:
    if connection.dialect.name == "postgresql":  # Two that begin at the same time make it once.
        connection.execute(_MAKING)
    return _found(connection, name) or _made(connection, account_sid)


def _found(connection: Connection, name: str) -> Identity | None:
    """Whose journal is there; None where the database has nothing that would be in its way."""
    foreign = (
        f"{name} is no journal of a campaign: give the address of one, or of a database that is empty. "
        "Nothing in it was changed"
    )
    try:
        names = set(sa.inspect(connection).get_table_names())
    except DBAPIError:  # A file that is no database at all.
        raise JournalError(foreign) from None
    if JOURNAL.name not in names:
        if names & METADATA.tables.keys() or (names and connection.dialect.name == "sqlite"):
            raise JournalError(foreign)
        return None
    try:
        row = connection.execute(sa.select(JOURNAL.c.mark, JOURNAL.c.version)).first()
    except DBAPIError:
        raise JournalError(foreign) from None
    if row is None or row.mark != MARK:
        raise JournalError(foreign)
    if row.version != VERSION:
        raise JournalError(
            f"this journal has version {row.version}, and this program knows {VERSION}: use the version of "
            "twilio-async that wrote it. Nothing in it was changed"
        )
    whose = connection.execute(sa.select(JOURNAL.c.account_sid, JOURNAL.c.secret)).one()
    return Identity(whose.account_sid, whose.secret)


def _made(connection: Connection, account_sid: str) -> Identity:
    METADATA.create_all(connection)
    identity = Identity(account_sid, secrets.token_urlsafe(32))
    row = {"id": 1, "mark": MARK, "version": VERSION, "is_paused": False}
    connection.execute(sa.insert(JOURNAL), row | {"account_sid": account_sid, "secret": identity.secret})
    return identity
