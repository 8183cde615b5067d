"""The advice beside the errors of the client: what was asked, with which credentials, and what to do."""

from __future__ import annotations

import re
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio_async.cli.arguments.sids import KINDS
from twilio_async.cli.errors import CommandError, in_plain_words
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from collections.abc import Generator

    from twilio_async import Client, NotFound, TwilioError

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_SID = re.compile("(?<![A-Za-z0-9])[A-Z]{2}[0-9a-fA-F]{32}(?![A-Za-z0-9])")
_HOST = re.compile(r"Cannot connect to host (\S+) ssl:")
_NO_SUCH_RESOURCE = frozenset({None, 20404})
"""The codes of a 404 that says no more than that."""


class DoubtError(CommandError):
    """The failure of a request that may have been executed; its text is the doubt."""

    def __init__(self, error: TwilioError, doubt: str) -> None:
        super().__init__(f"{error}. {doubt}")
        self.error = error
        self.doubt = doubt


@contextmanager
def advising(client: Client) -> Generator[None, None, None]:
    """Say besides what to do about an error of this client inside."""
    from twilio_async import TwilioError

    try:
        yield
    except TwilioError as error:
        raise CommandError(_line(error, client)) from error
    except DoubtError as error:
        raise CommandError(f"{_line(error.error, client)}. {error.doubt}") from error


def whom(base_url: str) -> str:
    """Who is asked at an address, in a word."""
    host = urlsplit(base_url).netloc
    return "Twilio" if host.endswith(".twilio.com") else host


def _line(error: TwilioError, client: Client) -> str:
    """The line for an error, with its advice."""
    import twilio_async as errors

    host = urlsplit(client.base_url).netloc
    text = str(error.args[0])
    words = in_plain_words(text)
    if isinstance(error, errors.NotFound) and error.code in _NO_SUCH_RESOURCE:
        return _missing(error, client)
    if isinstance(error, errors.ConnectError):
        return _unreached(error, client.base_url, words)
    if isinstance(error, errors.AuthenticationError):
        words = f"{words}: {_other_credentials(client.credentials_source)}"
    elif isinstance(error, errors.PermissionDenied):
        words = f"{words}; {client.credentials_source} do not reach this: --profile gives others"
    elif isinstance(error, errors.RequestTimeout):
        words = f"{words} from {host}: --timeout SECONDS gives it longer"
    elif isinstance(error, errors.ServerError):
        words = f"{words}; {whom(client.base_url)} failed: try again later"
    elif isinstance(error, errors.ConnectionLost):
        words = f"{words}, at {host}: check the address, and try again"
    elif isinstance(error, errors.DecodeError) and whom(client.base_url) == host:
        words = f"{words}; is {host} an API of Twilio's?"
    return _with_words(error, words)


def _with_words(error: TwilioError, words: str) -> str:
    """The line of the same error with other words."""
    from twilio_async import TwilioError

    return str(
        TwilioError(
            words,
            method=error.method,
            path=error.path,
            attempts=error.attempts,
            request_id=error.request_id,
            executed=error.executed,
        )
    )


def _other_credentials(source: str) -> str:
    """What to do where Twilio does not take the credentials from this source."""
    named = re.fullmatch("credentials from profile '(.+)'", source)
    if named:
        return f"{NAME} login --profile {shlex.quote(named[1])} replaces them, --profile gives others"
    if "TWILIO_" in source or "--" in source:
        return "compare them with those of https://console.twilio.com, or give --profile"
    return "compare it with https://console.twilio.com"


def _missing(error: NotFound, client: Client) -> str:
    """The line for what is not there: what was asked for, in which account, and what may be wrong."""
    sids = _SID.findall(error.path or "")
    answer = ", ".join(
        [
            f"HTTP {error.status}",
            *([] if error.code is None else [f"code {error.code}"]),
            *([] if error.request_id is None else [f"request {error.request_id}"]),
        ]
    )
    accounts = [sid for sid in sids if sid.startswith("AC")]
    if not sids:
        return _with_words(error, f"{in_plain_words(str(error.args[0]))}; check the path and its host")
    used = f"{client.credentials_source} are used, --profile or --account-sid gives others"
    if sids[-1].startswith("AC"):
        path = (error.path or "").rpartition(sids[-1])[2].partition(".")[0].strip("/")
        what = f"there is no account {sids[-1]} here" + (f", or it has no {path}" if path else "")
        return f"{what} [{answer}]: check the SID, and the credentials: {used}"
    kind = KINDS.get(sids[-1][:2])
    noun = "resource" if kind is None else kind.noun.partition(" ")[2]
    look = (
        f" ({NAME} get {sids[-1]})"
        if kind is not None and kind.model and len(sids) > len(accounts) + 1
        else ""
    )
    account = accounts[-1] if accounts else client.account_sid
    return (
        f"account {account} has no {noun} {sids[-1]} [{answer}]: check the SID{look}, and the account: {used}"
    )


def _unreached(error: TwilioError, base_url: str, words: str) -> str:
    """The line where there was no connection: what to start, or which address to check."""
    url = urlsplit(base_url)
    if url.hostname in _LOCAL and _was_refused(error):
        port = f" --port {url.port}" if url.port else ""
        return (
            f"nothing listens at {base_url}: start the emulator there with `{NAME} emulator{port}`, or give "
            "another address: --base-url, TWILIO_BASE_URL or --profile"
        )
    named = _HOST.search(str(error.args[0]))
    host = named[1] if named else url.netloc
    cause = error.__cause__
    system = f" ({cause.strerror})" if _was_refused(error) and isinstance(cause, OSError) else ""
    advice = "check the network and the address: --base-url, TWILIO_BASE_URL or --profile"
    if "TLS" in words:
        advice = "is its address http://...? An emulator's is: --base-url, TWILIO_BASE_URL or --profile"
    return _with_words(error, f"{words}, {host}{system}: {advice}")


def _was_refused(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return True
        error = error.__cause__
    return False
