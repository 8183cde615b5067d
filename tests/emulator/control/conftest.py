"""Control over plain HTTP."""

from typing import Any

import pytest
from aiohttp import ClientSession
from attrs import frozen

from twilio_async.emulator import Emulator


@frozen
class Control:
    """Asks control, below `/_emulator/`, and gives status and JSON, which is None where there is no body."""

    session: ClientSession
    emulator: Emulator

    async def ask(self, method: str, path: str, body: object = None, /, **query: Any) -> tuple[int, Any]:
        url = self.emulator.url + (path if path.startswith("/") else f"/_emulator/{path}")
        async with self.session.request(method, url, json=body, params=query) as answer:
            content = await answer.read()
            return answer.status, await answer.json() if content else None

    async def get(self, path: str, /, **query: Any) -> Any:
        status, answer = await self.ask("GET", path, **query)
        assert status == 200
        return answer

    async def post(self, path: str, /, **body: Any) -> Any:
        status, answer = await self.ask("POST", path, body)
        assert status in {201, 204}
        return answer


@pytest.fixture
def control(session: ClientSession, emulator: Emulator) -> Control:
    return Control(session, emulator)
