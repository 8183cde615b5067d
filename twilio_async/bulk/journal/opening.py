"""The first look at a journal: it is made where there is none, and what is not ours is refused untouched."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.exc import DBAPIError

from twilio_async.bulk.errors import JournalError
from twilio_async.bulk.journal.schema import JOURNAL, MARK, METADATA, VERSION

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from twilio_async.bulk.journal.databases import Database

_MAKING = sa.text("SELECT pg_advisory_xact_lock(128115)")
_FOREIGN = (
    "this database is no journal of a campaign: give the address of one, or of a database that is empty. "
    "Nothing in it was changed"
)


@frozen
class Identity:
    """Whose journal it is; the secret signs the keys in addresses of callbacks."""

    account_sid: str
    secret: str = field(repr=False)


async def identify(database: Database, account_sid: str) -> Identity:
    """The identity of a journal, which is made where the database is empty.

    Raises:
        JournalError: It is of something else, of another account or of a newer version.
    """
    if database.readonly:
        async with database.reading() as connection:
            found = await _found(connection, database)
    else:
        async with database.writing() as connection:
            if database.is_shared:  # Two that begin at the same time make it once.
                await connection.execute(_MAKING)
            found = await _found(connection, database) or await _made(connection, account_sid)
    if found is None:
        raise JournalError("there is no journal in this database yet: add messages first")
    if found.account_sid != account_sid:
        raise JournalError(
            f"this journal is of account {found.account_sid}, and the client acts for {account_sid}: use the "
            "client of that account, or another journal"
        )
    return found


async def _found(connection: AsyncConnection, database: Database) -> Identity | None:
    """Whose journal is there; None where the database has nothing that would be in its way."""
    try:
        names = set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))
    except DBAPIError:  # A file that is no database at all.
        raise JournalError(_FOREIGN) from None
    if JOURNAL.name not in names:
        if names & METADATA.tables.keys() or (names and not database.is_shared):
            raise JournalError(_FOREIGN)
        return None
    try:
        row = (await connection.execute(sa.select(JOURNAL.c.mark, JOURNAL.c.version))).first()
    except DBAPIError:
        raise JournalError(_FOREIGN) from None
    if row is None or row.mark != MARK:
        raise JournalError(_FOREIGN)
    if row.version != VERSION:
        raise JournalError(
            f"this journal has version {row.version}, and this program knows {VERSION}: use the version of "
            "twilio-async that wrote it. Nothing in it was changed"
        )
    whose = (await connection.execute(sa.select(JOURNAL.c.account_sid, JOURNAL.c.secret))).one()
    return Identity(whose.account_sid, whose.secret)


async def _made(connection: AsyncConnection, account_sid: str) -> Identity:
    await connection.run_sync(METADATA.create_all)
    identity = Identity(account_sid, secrets.token_urlsafe(32))
    row = {"id": 1, "mark": MARK, "version": VERSION, "is_paused": False}
    await connection.execute(
        sa.insert(JOURNAL), row | {"account_sid": account_sid, "secret": identity.secret}
    )
    return identity
