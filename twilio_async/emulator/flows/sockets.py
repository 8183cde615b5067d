"""Sockets that a call opens: signed, and to loopback addresses only unless it is told otherwise."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from twilio_async.emulator.callbacks.signing import SIGNATURE
from twilio_async.emulator.flows.documents import Trouble

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from twilio_async.emulator.flows.call_walk import CallWalk

_NOT_LOOPBACK = "it is no loopback address"


@asynccontextmanager
async def opened(
    walk: CallWalk, url: str, code: int
) -> AsyncGenerator[aiohttp.ClientWebSocketResponse | None]:
    """A socket to `url`; None where there is no connection, which is noted as trouble with this code."""
    courier, socket = walk.stage.courier, None
    reason = "" if courier.may_reach(url) else _NOT_LOOPBACK
    if not reason:
        headers = {SIGNATURE.lower(): courier.sign(walk.call.account_sid, url)}
        try:
            socket = await courier.session.ws_connect(URL(url, encoded=True), headers=headers)
        except aiohttp.ClientError as error:
            reason = str(error)
    if socket is None:
        walk.documents.trouble.append(Trouble(code, reason, url, "GET"))
        yield None
        return
    async with socket:
        yield socket
