"""BulkExport, a product on a host of its own: days, their files, and jobs."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.clients import ACCOUNT, TOKEN, client_for, client_of
from tests.support.mocking import Mocked
from tests.support.server import ScriptedServer, refusal
from twilio_async import BulkExportJobDays, BulkExportStatus, Client, InvalidArgument, Message, NotFound
from twilio_async.emulator import Emulator

SINCE, UNTIL, DAY = date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 5)


@pytest.fixture
def emulator_of_hundreds(emulator: Emulator) -> Emulator:
    emulator.scenes.add_history(messages=560, since=SINCE, until=UNTIL)
    return emulator


async def test_days_and_their_files(emulator_of_hundreds: Emulator, tmp_path: Path) -> None:
    async with client_of(emulator_of_hundreds) as client:
        exports = client.bulkexports.v1.exports("Messages")
        days = await exports.days.list(page_size=5)
        file = await exports.days(DAY).fetch()
        path = await exports.days("2026-02-05").download(tmp_path / "day.json.gz")
        async with exports.days(DAY).open() as body:
            content = await body.read()
        pages = [page async for page in exports.days(DAY).pages(Message, page_size=8)]

    assert len(days) == 27
    assert (days[0].day, days[0].resource_type) == (date(2026, 2, 27), "Messages")
    assert file.redirect_to not in repr(file)
    assert path.read_bytes() == content
    assert len(gzip.decompress(content).splitlines()) == 20
    assert [len(page.items) for page in pages] == [8, 8, 4]
    assert pages[-1].cursor is None


async def test_the_pages_of_a_file_have_cursors(emulator_of_hundreds: Emulator) -> None:
    async with client_of(emulator_of_hundreds) as client:
        day = client.messages.bulk_export().days(DAY)
        (whole,) = [page async for page in day.pages(Message)]
        for count in range(20):
            cursor = whole.cursor_behind(count)
            (rest,) = [page async for page in day.pages(Message, cursor=cursor)]
            assert rest.items == whole.items[count:]
        for wrong in ("", "x", "0-00000000", "5-0000000g", "5-00000000-"):
            with pytest.raises(InvalidArgument, match="none that a file of BulkExport gave"):
                await anext(day.pages(Message, cursor=wrong))
        with pytest.raises(InvalidArgument, match="page_size"):
            await anext(day.pages(Message, page_size=0))
    assert whole.cursor_behind(0) is whole.cursor_behind(20) is None


async def test_jobs(emulator: Emulator) -> None:
    async with client_of(emulator) as client:
        exports = client.bulkexports.v1.exports("Calls")
        made = await exports.jobs.create(start_day=SINCE, end_day=DAY, friendly_name="February")
        (listed,) = await exports.jobs.list()
        fetched = await client.bulkexports.v1.exports.jobs(made.job_sid).fetch()
        await exports.jobs(made.job_sid).delete()
        with pytest.raises(NotFound):
            await exports.jobs(made.job_sid).fetch()
        with pytest.raises(InvalidArgument, match="a call"):
            exports.jobs("CA" + "0c" * 16)

    (details,) = made.details or []
    assert details == BulkExportJobDays(status=BulkExportStatus.COMPLETED, count=5, days=details.days)
    assert details.days == [date(2026, 2, number) for number in range(1, 6)]
    assert (made.start_day, made.end_day, made.friendly_name) == (SINCE, DAY, "February")
    assert listed.job_sid == fetched.job_sid == made.job_sid
    assert fetched.url


async def test_a_day_without_a_file_is_asked_for_once(server: ScriptedServer) -> None:
    server.always(refusal(404, 20404))
    async with client_for(server.url) as client:
        day = client.calls.bulk_export().days(DAY)
        with pytest.raises(NotFound):
            await anext(day.pages(Message))
        with pytest.raises(NotFound):
            await day.fetch()
    assert [each.path for each in server.requests] == ["/v1/Exports/Calls/Days/2026-02-05"] * 2


async def test_it_has_a_host_of_its_own(mocked: Mocked) -> None:
    page: dict[str, Any] = {
        "days": [{"day": "2026-02-05"}],
        "meta": {"key": "days", "next_page_url": None},
    }
    mocked.get("https://bulkexports.twilio.com/v1/Exports/Messages/Days?PageSize=1000", payload=page)
    async with Client(ACCOUNT, TOKEN) as client:
        (day,) = await client.messages.bulk_export().days.list()
    assert day.day == DAY


async def test_the_exports_of_another_account_need_its_credentials(server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        for name in ("messages", "calls", "conferences"):
            assert getattr(client.accounts(ACCOUNT), name).bulk_export().path == (
                f"/v1/Exports/{name.capitalize()}"
            )
            with pytest.raises(InvalidArgument, match="make a Client with those of AC7c"):
                getattr(client.accounts("AC" + "7c" * 16), name).bulk_export()
