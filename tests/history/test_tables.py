"""A history becomes a table whose schema does not depend on its records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.history.dated_lists import DatedList, dated
from tests.support.clients import client_for
from twilio_async import history

if TYPE_CHECKING:
    from tests.support.server import ScriptedServer

START = datetime(2026, 1, 10, tzinfo=UTC)


async def test_a_history_is_a_table_of_its_range_newest_first(server: ScriptedServer) -> None:
    records = [dated(number, START + timedelta(hours=90 - number)) for number in range(120)]
    server.always(DatedList(records))
    async with client_for(server.url) as client:
        table = await history.to_arrow(
            client.messages, since=START, until=START + timedelta(days=3), page_size=7
        )
        none = await history.to_arrow(client.messages, since=START, until=START)

    assert table["sid"].to_pylist() == [each.sid for each in records[19:91]]
    assert table["date_sent"].to_pylist() == [each.date for each in records[19:91]]
    assert none.num_rows == 0
    assert none.schema == table.schema
