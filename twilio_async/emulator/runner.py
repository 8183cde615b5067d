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
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.server import HOST, Emulator

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_PORT = 4010
_LOOPBACK = (HOST, "localhost")
_NUMBERS = {
    "seed-messages": "begin with N messages",
    "seed-calls": "begin with N calls",
    "history-messages": "have a history of N messages, computed when it is asked for",
    "history-calls": "have a history of N calls",
    "history-undated": "have N messages besides that were never sent",
}
_SHARES = {
    "rate-limit": "share refused with 429",
    "error-rate": "share failing with 500",
    "latency": "seconds that each request takes",
}
_DAYS = {
    "history-since": "the UTC day on which the history begins (default 30 days before it ends)",
    "history-until": "the UTC day before which it ends (default: the present)",
    "history-busy-day": "a UTC day that has nine of ten of its records",
}

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
    latency: float = 0.0,
    days_only: bool = False,
    history_messages: int = 0,
    history_calls: int = 0,
    history_undated: int = 0,
    history_since: date | None = None,
    history_until: date | None = None,
    history_busy_day: date | None = None,
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
        latency: Seconds that each request takes.
        days_only: Whether date filters ignore a time of day.
        history_messages: The number of messages of a history from a formula, which takes no memory.
        history_calls: The number of calls of one.
        history_undated: The number of messages besides that have no date of sending.
        history_since: The UTC day on which the history begins, 30 days before it ends if not said.
        history_until: The UTC day before which it ends, at the present if not said.
        history_busy_day: A UTC day that has nine of ten of its records.
        write: Takes the text that says where the emulator is and with which credentials, as shell exports.
        complain: Takes the one line that says why it could not start.

    Returns:
        The exit status: 0 after a signal, 1 where the emulator could not start.
    """
    if host not in _LOOPBACK:
        complain(f"The emulator listens on {HOST} only; it is not made for {host}.\n")
        return 1
    emulator = Emulator(port=port, latency=latency, days_only=days_only)
    try:
        emulator.faults.rates({Fault.rate_limited(): rate_limit, Fault.server_error(): error_rate})
        emulator.scenes.seed_messages(seed_messages)
        emulator.scenes.seed_calls(seed_calls)
        emulator.scenes.add_history(
            messages=history_messages,
            calls=history_calls,
            undated=history_undated,
            since=history_since,
            until=history_until,
            busy_day=history_busy_day,
        )
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
    parser.add_argument("--days-only", action="store_true", help="date filters ignore a time of day")
    for name, text in _NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=text)
    for name, text in _SHARES.items():
        parser.add_argument(f"--{name}", type=float, default=0.0, metavar="P", help=text)
    for name, text in _DAYS.items():
        parser.add_argument(f"--{name}", type=date.fromisoformat, metavar="DATE", help=text)
    return run(**vars(parser.parse_args(arguments)))


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
