"""The emulator as a program: options, what it prints, and a clean end.

`run` is the whole program with its options as arguments, for any command line to call; `main` is one such
command line.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from twilio_async.emulator.faults import Fault
from twilio_async.emulator.server import HOST, Emulator

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_PORT = 4010
_LOOPBACK = (HOST, "localhost")

Write: TypeAlias = Callable[[str], object]


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text)


def run(
    *,
    host: str = HOST,
    port: int = DEFAULT_PORT,
    seed_messages: int = 0,
    seed_calls: int = 0,
    rate_limit: float = 0.0,
    error_rate: float = 0.0,
    write: Write = _print,
    complain: Write = _complain,
) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        host: The loopback interface; anything else is refused.
        port: 0 takes a free one.
        seed_messages: The number of messages with which the main account begins.
        seed_calls: The number of calls with which it begins.
        rate_limit: The share of requests that are refused with 429, from 0 to 1.
        error_rate: The share of requests that fail with 500 without being executed, from 0 to 1.
        write: Takes the text that says where the emulator is and with which credentials, as shell exports.
        complain: Takes the one line that says why it could not start.

    Returns:
        The exit status: 0 after a signal, 1 where the emulator could not start.
    """
    if host not in _LOOPBACK:
        complain(f"The emulator listens on {HOST} only; it is not made for {host}.\n")
        return 1
    emulator = Emulator(port=port)
    try:
        emulator.faults.rates({Fault.rate_limited(): rate_limit, Fault.server_error(): error_rate})
        emulator.scenes.seed_messages(seed_messages)
        emulator.scenes.seed_calls(seed_calls)
        asyncio.run(_serve(emulator, write))
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError, OverflowError) as error:
        complain(f"The emulator cannot start: {error}\n")
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: `python -m twilio_async.emulator --help`."""
    parser = argparse.ArgumentParser(
        prog="python -m twilio_async.emulator", description="A local Twilio for tests and demos."
    )
    parser.add_argument("--host", default=HOST, help="the loopback interface (default %(default)s)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="0 takes a free one (default %(default)s)"
    )
    parser.add_argument("--seed-messages", type=int, default=0, metavar="N", help="begin with N messages")
    parser.add_argument("--seed-calls", type=int, default=0, metavar="N", help="begin with N calls")
    parser.add_argument("--rate-limit", type=float, default=0.0, metavar="P", help="share refused with 429")
    parser.add_argument("--error-rate", type=float, default=0.0, metavar="P", help="share failing with 500")
    options = parser.parse_args(arguments)
    return run(
        host=options.host,
        port=options.port,
        seed_messages=options.seed_messages,
        seed_calls=options.seed_calls,
        rate_limit=options.rate_limit,
        error_rate=options.error_rate,
    )


async def _serve(emulator: Emulator, write: Write) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with emulator:
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, stopped.set)
        write(_announcement(emulator))
        await stopped.wait()


def _announcement(emulator: Emulator) -> str:
    return (
        f"# The Twilio emulator listens on {emulator.url} until Ctrl-C.\n"
        f"export TWILIO_BASE_URL={emulator.url}\n"
        f"export TWILIO_ACCOUNT_SID={emulator.account_sid}\n"
        f"export TWILIO_AUTH_TOKEN={emulator.auth_token}\n"
        f"# or: TWILIO_API_KEY={emulator.api_key} TWILIO_API_SECRET={emulator.api_secret}\n"
    )
