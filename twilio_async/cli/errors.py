"""The errors of commands: one line each, which says what to do.

The failures of connections are put in plain words: what the library of HTTP calls them is no text for people.
"""

from __future__ import annotations

import re

_NAMES = (
    ("ClientConnectorDNS", "the name of the host is not found"),
    ("ClientConnectorCertificate", "the certificate of the host is not trusted"),
    ("ClientConnectorSSL", "the host does not speak TLS"),
    ("ClientConnector", "no connection"),
    ("ClientProxy", "no connection to the proxy"),
    ("ClientHttpProxy", "the proxy refuses"),
    ("ConnectionRefused", "no connection"),
    (r"\w*Timeout", "no answer in time"),
    (r"(?:ClientResponse|BadStatusLine|BadHttpMessage)", "the answer is no HTTP"),
    (
        r"(?:Client|Server|Connection|BrokenPipe|IncompleteRead|TransferEncoding|OS)\w*",
        "the connection broke off",
    ),
)
"""The beginnings of the names of exceptions, the most special first, and what they mean."""
_END = r"(?=$| \(attempt |; attempt )"
_PATTERNS = [
    (re.compile(rf"(?:^|(?<=: )){name}\w*Error\b.*?{_END}", re.DOTALL), words) for name, words in _NAMES
]
_NAME = re.compile(r"(?:^|(?<=: ))[A-Za-z_]+(?:Error|Exception): ")
_AUTHORIZATION = re.compile(r"\b((?i:basic|bearer))[ :]+(?=\S*[0-9A-Z=])[\w+/=.~-]{6,}")


class CommandError(Exception):
    """The failure of a command; its text is the line to print."""


class Interrupted(Exception):
    """The end of a command that the user interrupts; its text is what may have been executed."""


def explanation(error: Exception) -> str | None:
    """The line for an error; None where it is a bug."""
    from twilio_async import TwilioError

    if isinstance(error, CommandError | TwilioError):
        return str(error)
    return reason(error) if isinstance(error, OSError) else None


def reason(error: OSError) -> str:
    """The words of the system, without its number."""
    return str(error) if error.strerror is None else error.strerror


def in_plain_words(text: str) -> str:
    """A text of the client's, such as a line of its log, without the names and words of exceptions."""
    for pattern, words in _PATTERNS:
        text = pattern.sub(words, text)
    return without_credentials(_NAME.sub("", text))


def without_credentials(text: str) -> str:
    """A text from elsewhere, without the header of credentials that a gateway may repeat in it."""
    return _AUTHORIZATION.sub(r"\1 ***", text)
