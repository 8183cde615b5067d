"""The emulator's API over plain HTTP: whole answers, as bytes, JSON or XML, and no client of ours between."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import orjson
from aiohttp import ClientSession, encode_basic_auth
from attrs import frozen
from lxml import etree
from yarl import URL

from twilio_async.emulator import Emulator

TO = "+15558675310"
FROM = "+15550100000"

Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]  # lxml has no public name for it.
Form: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]


@frozen
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = orjson.loads(self.body)
        return content

    @property
    def code(self) -> object:
        return self.json["code"]

    @property
    def xml(self) -> Element:
        root = etree.fromstring(self.body)
        assert root.tag == "TwilioResponse"
        return root[0]

    @property
    def fields(self) -> dict[str, str | None]:
        return {str(child.tag): child.text for child in self.xml}


class Api:
    """Asks the emulator; paths that do not begin with a slash are below the account."""

    def __init__(self, session: ClientSession, emulator: Emulator) -> None:
        self._session = session
        self._emulator = emulator
        self.account_sid = emulator.account_sid
        self.authorization: str | None = encode_basic_auth(emulator.account_sid, emulator.auth_token)

    def use(self, user: str, password: str) -> None:
        self.authorization = encode_basic_auth(user, password)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, form: Form | None = None, **parameters: str) -> Answer:
        return await self.ask("POST", path, form or {}, parameters)

    async def delete(self, path: str) -> Answer:
        return await self.ask("DELETE", path)

    async def send(self, **parameters: str) -> Answer:
        """Create a message with sensible parameters, and these."""
        return await self.post("Messages.json", {"To": TO, "From": FROM, "Body": "Hi"} | parameters)

    async def ask(
        self,
        method: str,
        path: str,
        form: Form | None = None,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        url = path if path.startswith("/") else f"/2010-04-01/Accounts/{self.account_sid}/{path}"
        if not path.startswith("http"):
            url = self._emulator.url + url
        pairs = None
        if form is not None:
            pairs = [*(form.items() if isinstance(form, Mapping) else form), *(parameters or {}).items()]
        sent = dict(headers or {})
        if self.authorization is not None:
            sent["Authorization"] = self.authorization
        async with self._session.request(
            method, URL(url, encoded=True), data=pairs, headers=sent, allow_redirects=False
        ) as response:
            return Answer(response.status, response.headers, await response.read())
