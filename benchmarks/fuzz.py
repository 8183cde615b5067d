"""Garbage, huge, slow and very many requests to the emulator, which has to live on without a traceback.

    python -m benchmarks.fuzz [--seconds 30] [--connections 10000] [--seed N]

The emulator is a process of its own. Whatever it is sent, it lives on and writes nothing to stderr.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec
from aiohttp import encode_basic_auth

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from twilio_async.emulator.control.routes import ROUTES

AT_ONCE: Final = 24
_PATIENCE: Final = 60
_ACCOUNT: Final = "AC" + "e0" * 16
_BASIC: Final = "Authorization: " + encode_basic_auth(_ACCOUNT, "a1" * 16)
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 10**400, 1e308, "", "x" * 5000, "\x00", "\ud7ff", "+15558675310", [], [[]], {}),
    *("9999-12-31", "0001-01-01", "9999-12-31T23:59:59-23:59", {"a": {}}, _ACCOUNT, "answer", "delay", "%"),
    "é" * 300,
)
_PATHS: Final = (
    *("/", "//", "/%00", "/%ff", "*", "http://x/", "/" + "a" * 9000, "/healthz", "/_emulator", "/_emulator/"),
    *("/_emulator/events", "/_emulator/messages/%2e", "/2010-04-01", "/v2/token", "/2008-08-01/Accounts"),
    *(f"/2010-04-01/Accounts/{_ACCOUNT}/{name}" for name in ("Messages.json", "Calls.json", "X", "%0a")),
    "/v1/Exports/Messages/Days",
)
_FORM: Final = "Content-Type: application/x-www-form-urlencoded"
_JSON: Final = "Content-Type: application/json"


class Fuzz:
    """Sends what nobody should send, and counts it."""

    def __init__(self, port: int, random: Random) -> None:
        self.port = port
        self.random = random
        self.sent = 0
        self.held: list[asyncio.StreamWriter] = []

    async def until(self, end: float) -> None:
        """Go on until a moment."""
        attacks = (
            self._garbage,
            self._mutilated,
            self._huge,
            self._control,
            self._api,
            self._slow,
            self._early,
        )
        while time.monotonic() < end:
            with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                await self.random.choice(attacks)()
            self.sent += 1

    async def healthy(self) -> bool:
        """Whether the emulator still answers."""
        answer = await self._exchange(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return answer.startswith(b"HTTP/1.1 200")

    async def many(self, connections: int) -> int:
        """Open so many connections at a time, all of them in the middle of a request; gives their number."""
        for _ in range(connections):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                break
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
            self.held.append(writer)
        count = len(self.held)
        assert await self.healthy()
        for writer in self.held:
            writer.close()
        self.held.clear()
        return count

    async def _exchange(self, content: bytes, *, reads: bool = True) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(content)
            await writer.drain()
            async with asyncio.timeout(_PATIENCE if reads else 0.05):
                return await reader.read(65_536)
        finally:
            writer.close()

    async def _garbage(self) -> None:
        await self._exchange(self.random.randbytes(self.random.randrange(1, 3000)) + b"\r\n\r\n", reads=False)

    async def _mutilated(self) -> None:
        request = bytearray(_request("POST", self.random.choice(_PATHS), b"To=%2B1&From=2&Body=%ff%00"))
        for _ in range(self.random.randrange(1, 12)):
            request[self.random.randrange(len(request))] = self.random.randrange(256)
        await self._exchange(bytes(request), reads=False)

    async def _huge(self) -> None:
        match self.random.randrange(3):
            case 0:
                request = _request("GET", "/healthz", b"", f"X: {'y' * 200_000}")
            case 1:
                request = _request("POST", "/_emulator/seeds", b"[" * 3_000_000, _JSON)
            case _:
                request = _request(
                    "POST", f"/2010-04-01/Accounts/{_ACCOUNT}/Messages.json", b"Body=" + b"x" * 3_000_000
                )
        await self._exchange(request)

    async def _control(self) -> None:
        route = self.random.choice([route for route in ROUTES if route.name not in {"seed", "reset"}])
        path = route.path.replace("{sid}", _ACCOUNT).replace("{number}", "1")
        names = ["kind", "to", "from", "limit", "number", "before", "at", "move_seconds", "messages", "since"]
        body: Any = {name: self.random.choice(_VALUES) for name in self.random.sample(names, 3)}
        if route.method == "GET":
            path += "?" + "&".join(f"{name}={value}".replace(" ", "+")[:999] for name, value in body.items())
            await self._exchange(_request("GET", path.encode(errors="replace").decode("latin-1"), b""))
            return
        content = msgspec.json.encode(self.random.choice([body, *_VALUES[:-1], body]))
        if route.name in {"change_clock", "change_settings", "add_history"}:
            content = content.replace(b"9999", b"99999")
        await self._exchange(_request(route.method, path, content, _JSON))

    async def _api(self) -> None:
        values = "&".join(
            f"{name}={self.random.choice(_VALUES)}" for name in ("To", "From", "Body", "SendAt", "Url")
        )
        method = self.random.choice(["GET", "POST", "PUT", "DELETE", "OPTIONS", "BREW", "HEAD"])
        authorization = self.random.choice(
            [_BASIC, "Authorization: Basic \xff\xfe", "Authorization: é", "Authorization:"]
        )
        content = values.encode(errors="replace")
        await self._exchange(
            _request(
                method,
                self.random.choice(_PATHS),
                content,
                authorization,
                _FORM,
            )
        )

    async def _slow(self) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for byte in b"POST /2010-04-01/Accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab":
            writer.write(bytes([byte]))
            await asyncio.sleep(0.001)
        writer.close()

    async def _early(self) -> None:
        """Go away before the answer, in the middle of a stream too."""
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            _request("GET", self.random.choice(["/_emulator/events", "/_emulator/messages", "/"]), b"")
        )
        await writer.drain()
        writer.transport.abort()


def _request(method: str, path: str, body: bytes, *headers: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: x",
        "Connection: close",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join(lines).encode("latin-1", errors="replace") + b"\r\n\r\n" + body


async def main() -> int:
    """Fuzz, and say what came of it; gives the exit status."""
    parser = argparse.ArgumentParser(description="Garbage, huge, slow and very many requests.")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "twilio_async.emulator", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    port = int((await process.stdout.readline()).rpartition(b":")[2])
    fuzz = Fuzz(port, Random(options.seed))  # noqa: S311 - nothing here is secret
    end = time.monotonic() + options.seconds
    try:
        await asyncio.gather(*(fuzz.until(end) for _ in range(AT_ONCE)))
        is_healthy = await fuzz.healthy()
        opened = await fuzz.many(options.connections)
    finally:
        process.terminate()
        _, complaints = await process.communicate()
    print(f"seed {options.seed}: {fuzz.sent:,} attacks, {opened:,} connections at a time")
    print(complaints.decode(errors="replace")[:5000] or "the emulator had nothing to complain of")
    return 0 if is_healthy and not complaints and process.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
