"""Journals: whose they are, who may open them, and what is refused untouched."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.bulk.campaigns.conftest import DATABASES
from tests.bulk.samples import outbound
from tests.support.clients import client_of
from tests.support.journals import Journal
from tests.support.postgres import cluster
from twilio_async import Client, InvalidArgument, bulk
from twilio_async.bulk.journal.schema import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from twilio_async.emulator import Emulator

_PROGRAM = (
    "import asyncio, sys\n"
    "from twilio_async import Client, bulk\n"
    "async def main():\n"
    "    client = Client('AC' + 'e0' * 16, 'a1' * 16)\n"
    "    async with bulk.Campaign.open(sys.argv[1], client):\n"
    "        print('open', flush=True)\n"
    "        await asyncio.sleep(600)\n"
    "asyncio.run(main())\n"
)
HOLDING = (sys.executable, "-c", _PROGRAM)
"""A program that keeps a journal open."""


def started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.PIPE)


async def changed(journal: Journal, *statements: str) -> None:
    """Do something to the database of a journal."""
    if not journal.is_shared:
        with closing(sqlite3.connect(journal.url.removeprefix("sqlite:///"))) as file, file:
            for statement in statements:
                file.execute(statement)
        return
    address = sa.make_url(journal.url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {journal.schema}"))
        await connection.execute(sa.text(f"SET search_path TO {journal.schema}"))
        for statement in statements:
            await connection.execute(sa.text(statement))
    await engine.dispose()


async def refused(journal: Journal, client: Client, text: str) -> None:
    with pytest.raises(bulk.JournalError, match=text):
        await journal.open(client)


async def test_a_database_of_something_else_is_refused(journal: Journal, client: Client) -> None:
    await changed(journal, "CREATE TABLE bulk_messages (id INTEGER)", "INSERT INTO bulk_messages VALUES (1)")

    await refused(journal, client, "no journal of a campaign")


async def test_a_table_of_the_same_name_without_our_mark_is_refused(journal: Journal, client: Client) -> None:
    await changed(journal, "CREATE TABLE bulk_journal (id INTEGER)")

    await refused(journal, client, "no journal of a campaign")


async def test_a_newer_journal_is_refused(journal: Journal, client: Client) -> None:
    async with journal.open(client):
        pass
    await changed(journal, "UPDATE bulk_journal SET version = version + 1")

    await refused(journal, client, f"has version {VERSION + 1}, and this program knows {VERSION}")


async def test_a_journal_is_of_one_account(journal: Journal, client: Client, emulator: Emulator) -> None:
    async with journal.open(client):
        pass
    other = {"account_sid": emulator.test_account_sid, "auth_token": emulator.test_auth_token}
    async with client_of(emulator, **other) as stranger:
        await refused(journal, stranger, f"this journal is of account {emulator.account_sid}")


@pytest.mark.parametrize("content", [b"no database at all, but a text that is long enough", None])
async def test_a_file_of_something_else_is_not_touched(
    content: bytes | None, tmp_path: Path, client: Client
) -> None:
    path = tmp_path / "app.db"
    if content is None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE users (name TEXT)")
    else:
        path.write_bytes(content * 100)
    before = path.read_bytes()

    await refused(Journal(f"sqlite:///{path}"), client, "journal")
    assert path.read_bytes() == before


async def test_an_old_sqlite_is_refused(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))

    await refused(
        Journal(f"sqlite:///{tmp_path}/spring.db"), client, "too old for a journal: .* 3.33 or later"
    )


async def test_a_second_user_of_a_sqlite_journal_is_refused(tmp_path: Path, client: Client) -> None:
    journal = Journal(f"sqlite:///{tmp_path}/spring.db")
    async with journal.open(client) as campaign:
        with pytest.raises(bulk.JournalInUse, match="another process works on"):
            await journal.open(client)
        await campaign.add([outbound(key="one")])
        async with journal.open(client, readonly=True) as looking:
            assert (await looking.status()).planned == 1
            with pytest.raises(bulk.JournalError, match="readonly=True"):
                await looking.add([outbound(key="two")])
    async with journal.open(client):
        pass


async def test_a_second_user_who_was_refused_takes_the_lock_from_nobody(
    tmp_path: Path, client: Client
) -> None:
    journal = Journal(f"sqlite:///{tmp_path}/spring.db")
    async with journal.open(client):
        with pytest.raises(bulk.JournalInUse):
            await journal.open(client)
        other = await asyncio.to_thread(
            subprocess.run, [*HOLDING, journal.url], stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert "JournalInUse" in other.stderr


async def test_a_journal_of_two_names_is_refused(tmp_path: Path, client: Client) -> None:
    path, other = tmp_path / "spring.db", tmp_path / "summer.db"
    async with Journal(f"sqlite:///{path}").open(client):
        other.hardlink_to(path)
        with pytest.raises(bulk.JournalError, match="more than one name"):
            await Journal(f"sqlite:///{other}").open(client)


async def test_the_lock_of_a_process_that_was_killed_is_gone(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "spring.db"
    command = [*HOLDING, f"sqlite:///{path}"]
    with started(command) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(bulk.JournalInUse):
            await Journal(f"sqlite:///{path}").open(client)
        process.kill()
    async with Journal(f"sqlite:///{path}").open(client):
        pass


async def test_a_journal_is_for_its_owner_alone(tmp_path: Path, client: Client) -> None:
    async with Journal(f"sqlite:///{tmp_path}/spring.db").open(client):
        pass

    assert (tmp_path / "spring.db").stat().st_mode & 0o077 == 0


async def test_there_is_nothing_to_look_at_yet(journal: Journal, client: Client) -> None:
    with pytest.raises(bulk.JournalError, match="there is no journal"):
        await journal.open(client, readonly=True)


@pytest.mark.parametrize(
    "url", ["mysql://me:secret@host/spring", "sqlite://", "sqlite:///:memory:", "spring.db", "://secret"]
)
async def test_addresses_that_are_none(url: str, client: Client) -> None:
    with pytest.raises(InvalidArgument) as raised:
        bulk.Campaign.open(url, client)

    assert "secret" not in str(raised.value)


async def test_a_password_is_in_no_error(client: Client, closed_port: int) -> None:
    url = f"postgresql://me:secret@127.0.0.1:{closed_port}/spring"
    with pytest.raises(bulk.JournalError) as raised:
        await bulk.Campaign.open(url, client)

    assert "secret" not in f"{raised.value!r} {raised.value.__cause__!r}"


@pytest.mark.parametrize("schema", ["Spring", "a b", 'x"; DROP', ""])
async def test_schemas_that_are_none(schema: str, client: Client) -> None:
    with pytest.raises(InvalidArgument, match="schema is the name"):
        await bulk.Campaign.open("postgresql://me@127.0.0.1:1/spring", client, schema=schema)


@pytest.mark.parametrize("database", [name for name in DATABASES if name != "sqlite"])
async def test_two_may_make_a_shared_journal_at_a_time(
    database: str, request: pytest.FixtureRequest, client: Client
) -> None:
    journal = Journal(request.getfixturevalue("postgres"), schema=f"two_at_a_time_{database}")
    async with journal.open(client) as one, journal.open(client) as other:
        await one.add([outbound(key="one")])
        assert (await other.status()).planned == 1


@pytest.mark.parametrize("database", [name for name in DATABASES if name != "sqlite"])
async def test_of_two_messages_that_get_one_key_at_a_time_one_is_refused(
    database: str, client: Client, postgres: str
) -> None:
    journal = Journal(postgres, schema=f"one_key_{database}")
    async with journal.open(client) as one, journal.open(client) as other:
        adding = [
            campaign.add([outbound(body=f"Hi {number}", key="same")])
            for number, campaign in enumerate([one, other] * 4)
        ]
        results = await asyncio.gather(*adding, return_exceptions=True)

    assert sum(isinstance(result, bulk.KeyConflict) for result in results) == len(results) - 1


@pytest.mark.parametrize("database", [name for name in DATABASES if name != "sqlite"])
async def test_adding_to_a_database_that_has_gone_is_a_journal_error(database: str, client: Client) -> None:
    with cluster() as url:
        campaign = await Journal(url, schema=f"gone_{database}").open(client)
    with pytest.raises(bulk.JournalError, match="the journal cannot be used"):
        await campaign.add([outbound(1)])
    await campaign.close()


@pytest.mark.parametrize("database", [name for name in DATABASES if name != "sqlite"])
async def test_adding_goes_on_where_connections_that_it_does_not_use_are_lost(
    database: str, client: Client, postgres: str
) -> None:
    journal = Journal(postgres, schema=f"lost_connection_{database}")
    end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"

    async def messages() -> AsyncIterator[bulk.OutboundMessage]:
        for number in range(1001):
            if number == 1000:  # The first batch is in the journal.
                await changed(journal, end)
            yield outbound(number)

    async with journal.open(client) as campaign:
        assert (await campaign.add(messages())).added == 1001
