"""Listings as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import ACCOUNT, RECORD, client_for
from tests.support.pages import page_answer
from tests.support.server import answer
from twilio_async import DecodeError, InvalidArgument, Message
from twilio_async.history import formats
from twilio_async.history.formats.arrow import schema_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import ScriptedServer

NEXT = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=1000&Page=1&PageToken=PA1"


async def test_a_listing_becomes_a_table_of_all_its_pages(server: ScriptedServer) -> None:
    records = [{**RECORD, "sid": f"SM{number:032x}", "price": "-0.00750"} for number in range(3)]
    server.play(
        page_answer("json", "messages", records[:2], next_page_uri=NEXT),
        page_answer("json", "messages", records[2:], next_page_uri=None),
    )
    async with client_for(server.url) as client:
        table = await client.messages.list().to_arrow()

    assert table.schema == schema_of(Message)
    assert table["sid"].to_pylist() == [record["sid"] for record in records]


async def test_an_empty_listing_has_the_same_schema(server: ScriptedServer) -> None:
    server.play(page_answer("json", "messages", [], next_page_uri=None))
    async with client_for(server.url) as client:
        table = await client.messages.list().to_arrow()

    assert (table.num_rows, table.schema) == (0, schema_of(Message))


async def test_a_value_without_room_is_an_error(server: ScriptedServer) -> None:
    server.play(page_answer("json", "messages", [{**RECORD, "price": "1E+30"}], next_page_uri=None))
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match=f"^price of {RECORD['sid']} does not fit"):
            await client.messages.list().to_arrow()


async def test_objects_have_no_schema(server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="needs records of a model"):
            await client.iterate("/v1/Things", key="things").to_arrow()


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
async def test_half_of_a_character_is_replaced_before_it_is_written(
    format: str, server: ScriptedServer, tmp_path: Path
) -> None:
    record = f'{{"sid": "{RECORD["sid"]}", "status": "sent", "body": "\\ud83d!"}}'
    body = f'{{"next_page_uri": null, "messages": [{record}]}}'
    server.play(answer(200, body.encode(), Content_Type="application/json"))
    async with client_for(server.url) as client:
        messages = await client.messages.list()
    path = tmp_path / "part"
    compression = "none" if format == "parquet" else None
    part = formats.choose(format, Message, columns=["body"], compression=compression).begin(path)
    part.write(messages)
    part.finish()

    assert "\ufffd!".encode() in path.read_bytes()
