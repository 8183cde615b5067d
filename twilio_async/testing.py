"""A local Twilio with a client bound to it, for tests of programs that use this library.

    async with TwilioEmulator() as twilio:
        await twilio.client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")
        assert [message.body for message in twilio.messages] == ["Hi"]

A history of any size is there at once, since it is computed when it is asked for:

    twilio.scenes.add_history(messages=5_000_000, since=date(2025, 1, 1), until=date(2026, 1, 1))

With pytest and pytest-asyncio the same comes as the fixture `twilio_emulator`.

Where a mock is enough, `unittest.mock.create_autospec(Client, instance=True)` awaits and refuses as a client
does; what its calls return is yours to say:

    mock.messages.create.return_value = message
    mock.messages.return_value = create_autospec(Client.messages("SM..."))  # what mock.messages(sid) is
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from twilio_async import Client
from twilio_async.emulator import Emulator, Fault

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Fault", "TwilioEmulator"]


class TwilioEmulator(Emulator):
    """An `Emulator` that, once started, has a `client` for its main account. Takes what `Emulator` takes."""

    client: Client

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.client = self.bind()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.client.close()
        await super().__aexit__(kind, error, traceback)

    def bind(self, **settings: Any) -> Client:
        """Another client for the main account, with settings of its own. Close it yourself."""
        return Client(self.account_sid, self.auth_token, base_url=self.url, **settings)
