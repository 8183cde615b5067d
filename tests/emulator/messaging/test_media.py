"""Media of messages: metadata, and the way to their bytes on another site."""

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

CONTENT = b"\x89PNG the parcel"


@pytest.fixture
async def message_sid(api: Api) -> str:
    sid: str = (await api.send()).json["sid"]
    return sid


async def test_metadata_and_list(api: Api, emulator: Emulator, clock: ManualClock, message_sid: str) -> None:
    sids: list[str] = []
    for _ in range(3):
        sids.append(emulator.scenes.add_media(message_sid, CONTENT, "image/png").sid)
        clock.advance(86_400)
    base = f"/2010-04-01/Accounts/{api.account_sid}/Messages/{message_sid}/Media"
    first = await api.get(f"{base}.json?PageSize=2")
    rest = await api.get(first.json["next_page_uri"])
    xml = await api.get(f"{base}.xml?DateCreated=2026-03-02")

    assert [media["sid"] for media in first.json["media_list"] + rest.json["media_list"]] == sids[::-1]
    assert (await api.get(f"{base}/{sids[0]}.json")).json == {
        "sid": sids[0],
        "account_sid": api.account_sid,
        "parent_sid": message_sid,
        "content_type": "image/png",
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "uri": f"{base}/{sids[0]}.json",
    }
    assert xml.xml.tag == "MediaList"
    assert [[child.tag for child in media] for media in xml.xml] == [
        ["Sid", "AccountSid", "ParentSid", "ContentType", "DateCreated", "DateUpdated", "Uri"]
    ]
    assert (await api.get(f"Messages/{message_sid}.json")).json["num_media"] == "3"


async def test_the_bytes_are_on_another_site(
    api: Api, emulator: Emulator, session: ClientSession, message_sid: str
) -> None:
    media = emulator.scenes.add_media(message_sid, CONTENT, "image/png")
    answer = await api.get(f"Messages/{message_sid}/Media/{media.sid}")
    location = answer.headers["Location"]

    assert (answer.status, answer.body) == (307, b"")
    assert not location.startswith(emulator.url)
    async with session.get(location) as loaded:
        assert (loaded.status, await loaded.read(), loaded.content_type) == (200, CONTENT, "image/png")
    async with session.get(location, headers={"Authorization": api.authorization or ""}) as refused:
        assert refused.status == 400


async def test_signed_addresses_expire_and_cannot_be_invented(
    api: Api, emulator: Emulator, session: ClientSession, clock: ManualClock, message_sid: str
) -> None:
    media = emulator.scenes.add_media(message_sid, CONTENT, "image/png")
    location = (await api.get(f"Messages/{message_sid}/Media/{media.sid}")).headers["Location"]

    async def status(url: str) -> int:
        async with session.get(url) as answer:
            return answer.status

    assert await status(location.partition("?")[0]) == 403
    assert await status(location.replace("Expires=1", "Expires=2")) == 403
    assert (await api.delete(f"Messages/{message_sid}/Media/{media.sid}.json")).status == 204
    assert await status(location) == 404
    clock.advance(4 * 3600)
    assert await status(location) == 403


async def test_media_go_with_their_message(
    api: Api, emulator: Emulator, session: ClientSession, clock: ManualClock
) -> None:
    form = {"To": TO, "From": FROM, "MediaUrl": "https://example.com/parcel.gif"}
    sid = (await api.post("Messages.json", form)).json["sid"]
    (media,) = (await api.get(f"Messages/{sid}/Media.json")).json["media_list"]
    location = (await api.get(f"Messages/{sid}/Media/{media['sid']}")).headers["Location"]
    clock.advance(1)
    await api.delete(f"Messages/{sid}.json")

    assert media["content_type"] == "image/gif"
    async with session.get(location) as answer:
        assert answer.status == 404
    assert (await api.get(f"Messages/{sid}/Media.json")).status == 404
    with pytest.raises(KeyError):
        emulator.scenes.add_media(sid, b"", "image/png")


async def test_unknown_media(api: Api, message_sid: str) -> None:
    assert (await api.get(f"Messages/{message_sid}/Media/ME{'0' * 32}.json")).status == 404
