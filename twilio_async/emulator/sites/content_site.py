"""The content site, from which media and exported days are loaded: signed addresses, no credentials.

It stands for the content network that the API redirects to and, like that one, refuses a request that still
carries an Authorization header. Knows of the API only the store.
"""

from __future__ import annotations

import asyncio
import hmac
from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from aiohttp import web

from twilio_async.emulator.exports.day_files import day_file

if TYPE_CHECKING:
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Media

_VALID_FOR = timedelta(hours=4)
_KEY_PAIR_ID = "KEMULATOR0001"
_EXPORTS = "exports"


class ContentSite:
    """Signs addresses of media and of exported days, and serves them until they expire."""

    def __init__(self, store: Store, secret: str) -> None:
        self._store = store
        self._secret = secret.encode()

    def address_of(self, media: Media) -> str:
        """Path and query under which the bytes of `media` can be loaded for four hours."""
        return self._signed(f"/{media.parent_sid}/{media.sid}")

    def address_of_day(self, account_sid: str, resource_type: str, day: date) -> str:
        """Path and query under which the file of an exported day can be loaded for four hours."""
        return self._signed(f"/{_EXPORTS}/{account_sid}/{resource_type}/{day}")

    def _signed(self, path: str) -> str:
        expires = str(int((self._store.clock() + _VALID_FOR).timestamp()))
        query = {"Expires": expires, "Signature": self._signature(path, expires), "Key-Pair-Id": _KEY_PAIR_ID}
        return f"{path}?{urlencode(query)}"

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve the bytes: 400 with credentials, 403 without a valid signature, 404 for what is gone."""
        if "Authorization" in request.headers:
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="Only one auth mechanism allowed")
        query = parse_qs(request.query_string)
        expires, signature = query.get("Expires", [""])[0], query.get("Signature", [""])[0]
        if not self._is_valid(request.path, expires, signature):
            return web.Response(status=HTTPStatus.FORBIDDEN, text="Access denied")
        _, parent_sid, *names = request.path.split("/")
        if parent_sid == _EXPORTS:
            return await self._send_day(request, *names)
        media = self._store.messaging.find_media(parent_sid, *names)
        if media is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="Not found")
        return web.Response(body=media.content, content_type=media.content_type)

    async def _send_day(
        self, request: web.BaseRequest, account_sid: str, resource_type: str, day: str
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/gzip"})
        await response.prepare(request)
        for chunk in day_file(self._store, account_sid, resource_type, date.fromisoformat(day)):
            await response.write(chunk)
            await asyncio.sleep(0)
        await response.write_eof()
        return response

    def _is_valid(self, path: str, expires: str, signature: str) -> bool:
        if not hmac.compare_digest(self._signature(path, expires).encode(), signature.encode()):
            return False
        return self._store.clock().timestamp() < int(expires)

    def _signature(self, path: str, expires: str) -> str:
        return hmac.digest(self._secret, f"{path}?{expires}".encode(), "sha256").hex()
