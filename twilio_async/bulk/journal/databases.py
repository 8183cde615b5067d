"""Databases: from an URL to transactions, on SQLite and PostgreSQL alike.

SQLite is opened with a write-ahead log and `synchronous=FULL`: what is committed outlasts a power cut. It has
one writer at a time: in this process they stand in line, and other processes are kept out by a lock on a file
beside it, which the system takes back when its holder dies. PostgreSQL is shared.

All workers go by one clock, the server's: a process measures once how far its own is off.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateSchema

from twilio_async import InvalidArgument
from twilio_async.bulk.errors import JournalError
from twilio_async.bulk.journal.files import journal_lock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from twilio_async import Clock

T = TypeVar("T")
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_SUCH_AS = "such as 'sqlite:///spring.db' or 'postgresql://user:password@host/database'"
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_NOW = sa.text("SELECT extract(epoch FROM clock_timestamp())")
_IDLE = "10s"
"""Behind it the server ends a transaction in the middle of which a process was stopped: it may lock rows."""
_ALONE = 0x7477_6275_6C6B
"""The number of PostgreSQL's lock for the block that one worker at a time is in."""


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
        raise InvalidArgument(
            "this address names no file, and a journal in memory would not outlast the process: give "
            "'sqlite:///spring.db', with three slashes"
        )
    return address.set(drivername=driver)


class Database:
    """The database of a journal, once `open` has returned it.

    What is done in it is a function of a connection, run as one transaction. SQLite works in threads of its
    own, a whole transaction at a time: to change threads several times for each statement, as its asyncio
    driver does, takes much longer while the event loop is busy.
    """

    def __init__(self, backend: _Sqlite | _Postgres, clock: Clock, *, readonly: bool) -> None:
        self._backend = backend
        self._clock = clock
        self._offset = 0.0
        self._inside = asyncio.Lock()
        self.readonly = readonly
        self.name = backend.name
        """Where it is, for people."""
        self.is_shared = isinstance(backend, _Postgres)
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
        is_sqlite = address.drivername.startswith("sqlite")
        if schema is not None and (is_sqlite or not _SCHEMA.fullmatch(schema)):
            raise InvalidArgument("schema is the name of one of a PostgreSQL database, such as 'spring'")
        database = cls(
            _Sqlite(address, readonly=readonly) if is_sqlite else _Postgres(address, schema),
            clock,
            readonly=readonly,
        )
        try:
            if schema is not None and not readonly:
                await database.write(
                    lambda connection: connection.execute(CreateSchema(schema, if_not_exists=True))
                )
            if database.is_shared:
                before = clock.time()
                there = float(await database.read(lambda connection: connection.execute(_NOW).scalar_one()))
                database._offset = there - (before + clock.time()) / 2
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Give back the connections and the lock."""
        await self._backend.close()

    def now(self) -> float:
        """The journal's time in seconds of the Unix epoch: the server's, or this machine's for SQLite."""
        return self._clock.time() + self._offset

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """What a function finds that changes nothing.

        Raises:
            JournalError: The database failed.
        """
        return await self._run(work, is_writer=False)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """What a function returns whose changes are one transaction, and durable then.

        Raises:
            Contended: Another process was faster; nothing was changed.
            JournalError: The database failed, or the journal was opened to be looked at only.
        """
        if self.readonly:
            raise JournalError("this journal was opened with readonly=True: open it without to change it")
        return await self._run(work, is_writer=True)

    async def _run(self, work: Callable[[sa.Connection], T], *, is_writer: bool) -> T:
        try:
            return await self._backend.run(work, is_writer=is_writer)
        except IntegrityError:
            raise Contended("another process was faster") from None
        except (OSError, DBAPIError) as error:
            raise JournalError(f"the journal cannot be used: {_cause(error)}") from None

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        """A block that nobody else is in at the same time, in any process.

        Raises:
            JournalError: The database cannot be used.
        """
        async with self._inside, AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._backend.alone())
            except (OSError, DBAPIError) as error:
                raise JournalError(f"the journal cannot be used: {_cause(error)}") from None
            yield


class Contended(JournalError):
    """Another process was faster."""


class _Sqlite:
    """A SQLite file, with one thread that writes and one that reads, each on a connection that it keeps."""

    def __init__(self, address: sa.URL, *, readonly: bool) -> None:
        self.name = str(address.database)
        self._lock = journal_lock(Path(str(address.database)).resolve(), readonly=readonly)
        self._engine = sa.create_engine(address, hide_parameters=True)
        event.listen(self._engine, "connect", _set_up)
        event.listen(self._engine, "begin", _begin_now)
        self._writer = ThreadPoolExecutor(1, "journal-writer")
        self._reader = ThreadPoolExecutor(1, "journal-reader")
        self._connections: dict[bool, sa.Connection] = {}

    async def run(self, work: Callable[[sa.Connection], T], *, is_writer: bool) -> T:
        thread = self._writer if is_writer else self._reader
        return await asyncio.get_running_loop().run_in_executor(thread, self._transaction, work, is_writer)

    def _transaction(self, work: Callable[[sa.Connection], T], is_writer: bool) -> T:
        connection = self._connections.get(is_writer)
        if connection is None:
            connection = self._engine.connect().execution_options(is_writer=is_writer)
            self._connections[is_writer] = connection
        with connection.begin():
            return work(connection)

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        yield

    async def close(self) -> None:
        for thread in (self._writer, self._reader):
            await asyncio.to_thread(thread.shutdown)
        for connection in self._connections.values():
            connection.close()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.close()


class _Postgres:
    """A PostgreSQL database, with a connection for each transaction."""

    def __init__(self, address: sa.URL, schema: str | None) -> None:
        self.name = f"the database {address.database}" + ("" if schema is None else f", schema {schema}")
        settings = {"idle_in_transaction_session_timeout": _IDLE}
        if schema is not None:
            settings["search_path"] = schema
        try:
            self._engine = create_async_engine(
                address, connect_args={"server_settings": settings}, hide_parameters=True
            )
        except ModuleNotFoundError as error:
            raise JournalError(f"{error.name} is missing: pip install 'twilio-async[bulk]'") from None

    async def run(self, work: Callable[[sa.Connection], T], *, is_writer: bool) -> T:
        async with self._engine.connect() as connection, connection.begin() as transaction:
            result = await connection.run_sync(work)
            if not is_writer:
                await transaction.rollback()
            return result

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(sa.select(sa.func.pg_advisory_lock(_ALONE)))
            try:
                yield
            finally:
                with suppress(OSError, DBAPIError):  # A lost connection has given it back.
                    await connection.execute(sa.select(sa.func.pg_advisory_unlock(_ALONE)))

    async def close(self) -> None:
        await self._engine.dispose()


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


def _cause(error: OSError | DBAPIError) -> str:
    """What a driver says, without the statement and its values."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).partition("\n")[0] or type(said).__name__
