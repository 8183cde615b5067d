"""Transcriptions: of the account and of a recording, as records and as bare text."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

TEXT = "Grüße from the <parcel> office"


@pytest.fixture
def recording(emulator: Emulator) -> str:
    call = emulator.scenes.add_call(to="+15550100000", from_="+15558675310")
    return emulator.scenes.add_recording(call.sid, seconds=61).sid


async def test_a_transcription_is_shown_in_full(api: Api, emulator: Emulator, recording: str) -> None:
    sid = emulator.scenes.add_transcription(recording, TEXT).sid
    found = (await api.get(f"Transcriptions/{sid}.json")).json

    assert found == {
        "account_sid": api.account_sid,
        "api_version": "2010-04-01",
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "duration": "61",
        "price": "-0.1",
        "price_unit": "USD",
        "recording_sid": recording,
        "sid": sid,
        "status": "completed",
        "transcription_text": TEXT,
        "type": "fast",
        "uri": f"/2010-04-01/Accounts/{api.account_sid}/Transcriptions/{sid}.json",
    }
    assert (await api.get(f"Recordings/{recording}/Transcriptions/{sid}.json")).json == found
    assert (await api.get(f"Transcriptions/{sid}")).fields["TranscriptionText"] == TEXT


async def test_the_bare_text_can_be_had(api: Api, emulator: Emulator, recording: str) -> None:
    sid = emulator.scenes.add_transcription(recording, TEXT).sid

    for path in (f"Transcriptions/{sid}.txt", f"Recordings/{recording}/Transcriptions/{sid}.txt"):
        answer = await api.get(path)
        assert (answer.status, answer.body.decode()) == (200, TEXT)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_transcriptions_are_listed_newest_first(
    api: Api, emulator: Emulator, clock: ManualClock, recording: str
) -> None:
    other = emulator.scenes.add_recording(emulator.calls[0].sid).sid
    sids: list[str] = []
    for one in (recording, other):
        sids.append(emulator.scenes.add_transcription(one, TEXT).sid)
        clock.advance(1)

    async def listed(path: str) -> list[str]:
        return [found["sid"] for found in (await api.get(path)).json["transcriptions"]]

    assert await listed("Transcriptions.json") == sids[::-1]
    assert await listed(f"Recordings/{recording}/Transcriptions.json") == sids[:1]
    assert (await api.get(f"Recordings/{other}/Transcriptions/{sids[0]}.json")).status == 404
    assert (await api.get(f"Recordings/RE{'0' * 32}/Transcriptions.json")).status == 404


@pytest.mark.parametrize("below", [False, True])
async def test_a_deleted_transcription_is_gone(
    api: Api, emulator: Emulator, recording: str, *, below: bool
) -> None:
    sid = emulator.scenes.add_transcription(recording, TEXT).sid
    path = f"Transcriptions/{sid}.json"
    deleted = await api.delete(f"Recordings/{recording}/{path}" if below else path)

    assert (deleted.status, (await api.get(path)).status) == (204, 404)
    with pytest.raises(KeyError):
        emulator.scenes.add_transcription("RE" + "0" * 32, TEXT)
