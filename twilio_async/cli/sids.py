"""SIDs as arguments: one of another kind is told what it is, and which command it belongs to."""

import re
from collections.abc import Callable
from typing import Any

import typer

from twilio_async.cli.errors import CommandError
from twilio_async.cli.notices import NAME
from twilio_async.cli.running import exit_statuses

_SID = re.compile("[A-Z]{2}[0-9a-fA-F]{32}")
_ANYTHING = "get"
"""The command that shows every resource which its SID alone can find."""
COMMANDS = {
    "AC": ("an account", "accounts get"),
    "AD": ("an address", _ANYTHING),
    "AL": ("a list of IP addresses", _ANYTHING),
    "AP": ("an application", _ANYTHING),
    "CA": ("a call", "calls get"),
    "CF": ("a conference", "conferences get"),
    "CL": ("a list of SIP users", _ANYTHING),
    "CN": ("a connect app", _ANYTHING),
    "MM": ("a message", "messages get"),
    "NO": ("a notification", _ANYTHING),
    "PN": ("a phone number", _ANYTHING),
    "QU": ("a queue", "queues get"),
    "RE": ("a recording", _ANYTHING),
    "SC": ("a short code", _ANYTHING),
    "SD": ("a SIP domain", _ANYTHING),
    "SK": ("an API key", _ANYTHING),
    "SM": ("a message", "messages get"),
    "TR": ("a transcription", _ANYTHING),
    "UT": ("a usage trigger", _ANYTHING),
}
"""The kinds that SIDs with these prefixes name, and the commands that show them."""
ELSEWHERE = {
    "BU": ("a bundle of documents", "https://numbers.twilio.com/v2/RegulatoryCompliance/Bundles"),
    "CH": ("a conversation", "https://conversations.twilio.com/v1/Conversations"),
    "FW": ("a flow of Studio", "https://studio.twilio.com/v2/Flows"),
    "HX": ("a content template", "https://content.twilio.com/v1/Content"),
    "MG": ("a messaging service", "https://messaging.twilio.com/v1/Services"),
    "TK": ("a SIP trunk", "https://trunking.twilio.com/v1/Trunks"),
    "VA": ("a service of Verify", "https://verify.twilio.com/v2/Services"),
    "WS": ("a workspace of TaskRouter", "https://taskrouter.twilio.com/v1/Workspaces"),
}
"""The kinds that are in other APIs of Twilio's, and the addresses of their lists."""
WITHIN = {
    "CR": ("a SIP user", "SIP/CredentialLists/CL.../Credentials"),
    "GT": ("a real-time transcription", "Calls/CA.../Transcriptions"),
    "IP": ("an IP address of SIP", "SIP/IpAccessControlLists/AL.../IpAddresses"),
    "ME": ("a file of a message", "Messages/SM.../Media"),
    "MZ": ("a stream of a call", "Calls/CA.../Streams"),
    "PK": ("a payment", "Calls/CA.../Payments"),
    "XE": ("an assigned add-on", "IncomingPhoneNumbers/PN.../AssignedAddOns"),
    "XR": ("an add-on's result", "Recordings/RE.../AddOnResults"),
}
"""The kinds that are found only below another resource, and where they are below the account."""


def sid_of(what: str, *prefixes: str, otherwise: str = "", metavar: str = "SID") -> Any:
    """The argument for the SID of `what`, whose prefix is one of these, and what is so `otherwise`."""
    forms = " or ".join(f"{prefix}..." for prefix in prefixes)
    return typer.Argument(metavar=metavar, parser=_checked(prefixes), help=f"{what}, {forms}{otherwise}")


def any_sid(text: str) -> str:
    """A SID that finds its resource by itself. One that does not ends in a line with what does.

    Raises:
        typer.BadParameter: It is none that is known.
    """
    prefix = text[:2]
    if prefix in ELSEWHERE:
        kind, address = ELSEWHERE[prefix]
        _lead(f"{text} is {kind}: {NAME} raw GET {address}/{text}")
    if prefix in WITHIN:
        kind, path = WITHIN[prefix]
        _lead(
            f"{text} is {kind}, which only its parent leads to: "
            f"{NAME} raw GET '/2010-04-01/Accounts/{{account_sid}}/{path}/{text}.json'"
        )
    if prefix not in COMMANDS:
        raise typer.BadParameter(
            f"nothing known here begins with {prefix!r}: give a SID of {', '.join(COMMANDS)}"
        )
    if not _SID.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no whole SID: {prefix} and 32 hex digits")
    return text


def _checked(prefixes: tuple[str, ...]) -> Callable[[str], str]:
    def sid(text: str) -> str:
        if not text.startswith(prefixes) and _SID.fullmatch(text) and text[:2] in COMMANDS:
            kind, command = COMMANDS[text[:2]]
            _lead(f"{text} is {kind}: {NAME} {command} {text}")
        return text

    return sid


def _lead(line: str) -> None:
    """End with a line that leads to another command."""
    with exit_statuses():
        raise CommandError(line)
