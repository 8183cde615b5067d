"""Records as comma-separated values."""

import csv
import re

import pytest

from tests.support.api_table import OPERATIONS, SCHEMAS, Operation
from tests.support.clock import ManualClock
from tests.support.emulator_api import Answer, Api
from tests.support.prerequisites import Prerequisites
from twilio_async.emulator import Emulator


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "text/csv"
    return [*csv.DictReader(answer.body.decode().splitlines())]


async def test_a_list(api: Api) -> None:
    bodies = ["Hi, you", 'He said "no"']
    for body in bodies:
        await api.send(Body=body)
    listed, shown = rows(await api.get("Messages.csv")), (await api.get("Messages.json")).json["messages"]

    assert [row["Body"] for row in listed] == bodies[::-1]
    assert [row["Sid"] for row in listed] == [record["sid"] for record in shown]
    assert listed[0]["DateCreated"] == shown[0]["date_created"]
    assert (listed[0]["ErrorCode"], "SubresourceUris" in listed[0]) == ("", False)
    assert re.search(rb',"\w{3}, \d\d \w{3} \d{4}', (await api.get("Messages.csv")).body)


async def test_an_empty_list_has_its_header(api: Api) -> None:
    answer = await api.get("Calls.csv")

    assert (rows(answer), answer.body.count(b"\n")) == ([], 1)
    assert b"Sid,DateCreated," in answer.body


async def test_a_record_and_a_refusal(api: Api) -> None:
    sent = (await api.send()).json["sid"]
    [shown] = rows(await api.get(f"Messages/{sent}.csv"))
    missing = await api.get("Messages/SM0.csv")

    assert (shown["Sid"], shown["NumSegments"]) == (sent, "1")
    assert (missing.status, rows(missing)[0]["code".title()]) == (404, "20404")
    assert (await api.get("/2010-04-01.csv")).body.startswith(b"Name,Uri")


@pytest.mark.parametrize("name", ["ListCall", "FetchAccount", "ListUsageRecordDaily"])
async def test_columns_are_the_plain_fields(
    api: Api, emulator: Emulator, clock: ManualClock, name: str
) -> None:
    operation: Operation = next(each for each in OPERATIONS if each.name == name)
    prerequisites = Prerequisites(api, emulator, clock)
    form = await prerequisites.form_for(operation)
    found = rows(await prerequisites.ask(operation, form, suffix=".csv"))

    assert found
    plain = [key for key, kind in SCHEMAS[operation.schema or ""].fields.items() if not kind.fields]
    assert {key.lower() for key in found[0]} <= {key.replace("_", "") for key in plain}
