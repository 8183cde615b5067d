"""Databases: from an URL to transactions, on SQLite and PostgreSQL alike.

SQLite is opened with a write-ahead log and `synchronous=FULL`, so that a transaction that is committed outlasts
a power cut. It has one writer at a time: in this process they stand in line, and other processes are kept out
by a lock on a file beside it, which the system takes back when its holder dies. PostgreSQL is shared.

All workers go by one clock, the server's: a process measures once how far its own is off.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from twilio_async import InvalidArgument
from twilio_async.bulk.errors import JournalError, JournalInUse

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from twilio_async import Clock

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_SUCH_AS = "such as 'sqlite:///spring.db' or 'postgresql://user:password@host/database'"
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_NOW = sa.text("SELECT extract(epoch FROM clock_timestamp())")
_ADDING = 0x7477_6275_6C6B
"""The number of the lock under which messages without keys are added."""


def parsed(url: str) -> sa.URL:
    """The address of a journal.

    Raises:
        InvalidArgument: It is none; the text does not show it, since it may hold a password.
    """
    try:
        address = sa.make_url(url)
    except (ArgumentError, AttributeError, ValueError):
        raise InvalidArgument(f"the address of a journal is one {_SUCH_AS}") from None
    driver = _DRIVERS.get(address.drivername.partition("+")[0])
    if driver is None:
        raise InvalidArgument(f"a journal is in SQLite or PostgreSQL: give an address {_SUCH_AS}")
    if driver.startswith("sqlite") and address.database in {None, "", ":memory:"}:
        raise InvalidArgument("a journal in memory would not outlast the process: give 'sqlite:///spring.db'")
    return address.set(drivername=driver)


class Database:
    """The database of a journal, once `open` has returned it."""

    def __init__(self, engine: AsyncEngine, clock: Clock, *, readonly: bool) -> None:
        self._engine = engine
        self._clock = clock
        self._offset = 0.0
        self._lock: sqlite3.Connection | None = None
        self._line = asyncio.Lock()
        self._adding = asyncio.Lock()
        self.readonly = readonly
        self.is_shared = engine.dialect.name == "postgresql"
        """Whether several processes may work on it at a time."""

    @classmethod
    async def open(cls, url: str, clock: Clock, *, readonly: bool, schema: str | None) -> Database:
        """Connect.

        Raises:
            InvalidArgument: The address or the schema cannot be.
            JournalError: It cannot be reached; the text does not show the password.
            JournalInUse: Another process works on this SQLite file.
        """
        address = parsed(url)
        if schema is not None and not (
            _SCHEMA.fullmatch(schema) and address.drivername.startswith("postgresql")
        ):
            raise InvalidArgument("schema is the name of one of a PostgreSQL database, such as 'spring'")
        lock = None
        if address.drivername.startswith("sqlite"):
            lock = _claimed(Path(str(address.database)), readonly=readonly)
        try:
            database = cls(_engine(address, schema), clock, readonly=readonly)
            database._lock, lock = lock, None
        finally:
            if lock is not None:
                lock.close()
        try:
            await database._begin(schema)
        except BaseException as error:
            await database.close()
            if isinstance(error, (OSError, DBAPIError)):
                raise JournalError(f"the journal cannot be opened: {_cause(error)}") from None
            raise
        return database

    async def _begin(self, schema: str | None) -> None:
        async with self._engine.connect() as connection:
            if not self.is_shared:
                return
            if schema is not None and not self.readonly:
                await connection.execute(sa.text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
                await connection.commit()
            before = self._clock.time()
            there = float((await connection.execute(_NOW)).scalar_one())
            self._offset = there - (before + self._clock.time()) / 2

    async def close(self) -> None:
        """Give back the connections and the lock."""
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def now(self) -> float:
        """The journal's time: seconds of the Unix epoch by the server's clock, or this machine's for SQLite."""
        return self._clock.time() + self._offset

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """A connection that sees one state of the journal."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction, which is durable at the end of the block.

        Raises:
            JournalError: The journal was opened to be looked at only.
        """
        if self.readonly:
            raise JournalError("this journal was opened with readonly=True: open it without to change it")
        if self.is_shared:
            async with self._engine.begin() as connection:
                yield connection
            return
        async with self._line, self._engine.connect() as connection:
            await connection.execution_options(is_writer=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def adding(self) -> AsyncGenerator[None]:
        """A block that nobody else is in at the same time."""
        async with self._adding, AsyncExitStack() as stack:
            if self.is_shared:
                connection = await stack.enter_async_context(self._engine.connect())
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(sa.select(sa.func.pg_advisory_lock(_ADDING)))
                stack.push_async_callback(
                    connection.execute, sa.select(sa.func.pg_advisory_unlock(_ADDING))
                )
            yield


def _engine(address: sa.URL, schema: str | None) -> AsyncEngine:
    try:
        if address.drivername.startswith("sqlite"):
            engine = create_async_engine(address, hide_parameters=True)
            sa.event.listen(engine.sync_engine, "connect", _set_up)
            sa.event.listen(engine.sync_engine, "begin", _begin_now)
            return engine
        settings = {} if schema is None else {"server_settings": {"search_path": schema}}
        return create_async_engine(address, connect_args=settings, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise JournalError(f"{error.name} is missing: pip install 'twilio-async[bulk]'") from None


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Transactions begin where SQLAlchemy says so, and not by guessing.
    cursor = connection.cursor()
    for setting in ("synchronous=FULL", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_now(connection: sa.Connection) -> None:
    """Begin a transaction; one that will write takes its turn at once, and not in its middle."""
    is_writer = connection.get_execution_options().get("is_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _claimed(path: Path, *, readonly: bool) -> sqlite3.Connection | None:
    """The lock of a SQLite journal, whose file is made for its owner's eyes where it is not there.

    Raises:
        JournalError: There is no such file to look at, or none can be made.
        JournalInUse: Another process has it.
    """
    path = path.resolve()
    if readonly:
        if not path.exists():
            raise JournalError(f"there is no journal {path}")
        return None
    lock = None
    try:
        for file in (path, path.with_name(f"{path.name}-lock")):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        lock = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        lock.execute("BEGIN EXCLUSIVE")
        if not path.stat().st_size:
            with closing(sqlite3.connect(path)) as fresh:
                fresh.execute("PRAGMA journal_mode=WAL")  # The file remembers it.
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be opened: {error.strerror}") from None
    except sqlite3.Error:
        if lock is not None:
            lock.close()
        raise JournalInUse(
            f"another process works on {path}: wait for its end, or use a journal in PostgreSQL, which several "
            "may share"
        ) from None
    return lock


def _cause(error: OSError | DBAPIError) -> str:
    """What a driver says, without the statement and its values."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).partition("\n")[0] or type(said).__name__
