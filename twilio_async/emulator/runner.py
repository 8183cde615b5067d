"""The emulator as a program: options, what it prints, and a clean end.

`run` is the whole program with its options as arguments, for any command line to call; `main` is one such
command line.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from twilio_async.emulator.control.request_lines import RequestLines, announcement_line
from twilio_async.emulator.emulator import Emulator
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.sites.site import LOOPBACK, is_loopback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.emulator.control.request_lines import LogFormat

DEFAULT_PORT = 4010
KEPT = 100_000
"""The messages and calls that are kept where nothing is said: some 100 MB of each."""

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
_SWITCHES = {
    "days-only": "date filters ignore a time of day",
    "strict": "senders and callers have to be numbers that the account has",
    "callbacks-anywhere": "callbacks go to any host, not to loopback addresses alone",
    "quiet": "print no line for each request",
}
_DAYS = {
    "history-since": "the UTC day on which the history begins (default 30 days before it ends)",
    "history-until": "the UTC day before which it ends (default: the present)",
    "history-busy-day": "a UTC day that has nine of ten of its records",
}

_OPEN = (
    "# WARNING: on {host} it is open to everybody who reaches this machine, and its credentials are public.\n"
)

Write: TypeAlias = Callable[[str], object]


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
        return f"{error.strerror}; give another --port, or --content-port"
    return str(error)


def run(
    *,
    host: str = LOOPBACK,
    port: int = DEFAULT_PORT,
    content_port: int | None = None,
    public_host: str | None = None,
    keep: int = KEPT,
    seed_messages: int = 0,
    seed_calls: int = 0,
    rate_limit: float = 0.0,
    error_rate: float = 0.0,
    latency: float = 0.0,
    days_only: bool = False,
    strict: bool = False,
    callbacks_anywhere: bool = False,
    quiet: bool = False,
    log_format: LogFormat = "text",
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
        host: The IP address on which it listens; with one that others reach this is said loudly.
        port: 0 takes a free one.
        content_port: The port from which media are loaded. If not said, the one behind `port` where others
            reach it, and else a free one.
        public_host: The name under which others find it, in the addresses that it gives.
        keep: How many messages, and how many calls, are kept at most; 0 keeps all.
        seed_messages: The number of messages with which the main account begins.
        seed_calls: The number of calls with which it begins.
        rate_limit: The share of requests that are refused with 429, from 0 to 1.
        error_rate: The share of requests that fail with 500 without being executed, from 0 to 1.
        latency: Seconds that each request takes.
        days_only: Whether date filters ignore a time of day.
        strict: Whether senders and callers have to be numbers that the account has.
        callbacks_anywhere: Whether callbacks may leave this machine.
        quiet: Whether no line is written for each request.
        log_format: Whether these lines are comments of a shell (`text`) or JSON, the first line too.
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
    try:
        is_open = not is_loopback(host)
    except ValueError:
        complain(f"The emulator listens on an IP address, such as {LOOPBACK} or 0.0.0.0, not on {host}.\n")
        return 1
    if content_port is None:
        content_port = port + 1 if is_open and port else 0
    lines = None if quiet else RequestLines(write, log_format)
    try:
        emulator = Emulator(
            host=host,
            port=port,
            content_port=content_port,
            public_host=public_host,
            kept=keep or None,
            latency=latency,
            days_only=days_only,
            strict=strict,
            callbacks_anywhere=callbacks_anywhere,
            on_request=lines,
        )
        rates = {Fault.rate_limited(): rate_limit, Fault.server_error(): error_rate}
        if any(rates.values()):
            emulator.faults.rates(rates)
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
        asyncio.run(_serve(emulator, write, log_format))
        if lines is not None:
            lines.flush()
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError, OverflowError) as error:
        complain(f"The emulator cannot start: {_reason(error)}\n")
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: `python -m twilio_async.emulator --help`."""
    parser = argparse.ArgumentParser(
        prog="python -m twilio_async.emulator", description="A local Twilio for tests and demos."
    )
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        metavar="ADDRESS",
        help="the IP address to listen on; 0.0.0.0 lets other machines in (default %(default)s)",
    )
    parser.add_argument("--public-host", metavar="NAME", help="the name under which others find it")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="0 takes a free one (default %(default)s)"
    )
    parser.add_argument(
        "--content-port", type=int, metavar="PORT", help="the port that media are loaded from"
    )
    parser.add_argument(
        "--keep",
        type=int,
        default=KEPT,
        metavar="N",
        help="keep so many messages and calls, 0: all (default %(default)s)",
    )
    parser.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="of the lines (default %(default)s)"
    )
    for name, text in _SWITCHES.items():
        parser.add_argument(f"--{name}", action="store_true", help=text)
    for name, text in _NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=text)
    for name, text in _SHARES.items():
        parser.add_argument(f"--{name}", type=float, default=0.0, metavar="P", help=text)
    for name, text in _DAYS.items():
        parser.add_argument(f"--{name}", type=date.fromisoformat, metavar="DATE", help=text)
    return run(**vars(parser.parse_args(arguments)))


async def _serve(emulator: Emulator, write: Write, log_format: LogFormat) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with emulator:
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, stopped.set)
        write(announcement_line(emulator) if log_format == "json" else _announcement(emulator))
        await stopped.wait()


def _announcement(emulator: Emulator) -> str:
    """What is printed once it is ready, to be read by people and by a shell."""
    exports = "".join(f"export {name}={value}\n" for name, value in emulator.environment.items())
    warning = "" if is_loopback(emulator.host) else _OPEN.format(host=emulator.host)
    return (
        f"# The Twilio emulator listens on {emulator.url} until Ctrl-C.\n"
        f"{exports}"
        f"# or: TWILIO_API_KEY={emulator.api_key} TWILIO_API_SECRET={emulator.api_secret}\n"
        f"# Look into it at {emulator.url}/ or, as a program, under {emulator.url}/_emulator/openapi.json.\n"
        f"{warning}"
    )
