"""SIDs as arguments and options: another shape is refused, another kind is told its command."""

import re
from collections.abc import Callable
from typing import Any, NoReturn

import typer
from attrs import frozen

from twilio_async.cli.program import FAILED, NAME
from twilio_async.cli.terminal.notices import notices

_SID = re.compile("[A-Z]{2}[0-9a-fA-F]{32}")
_NUMBER = re.compile("[+][0-9]{2,15}")
_DIGITS = "32 hexadecimal digits"
_LENGTH_OF_TOKENS = 32
_ACCOUNT = "/2010-04-01/Accounts/{account_sid}"


@frozen
class Kind:
    """A kind of resource.

    Attributes:
        noun: What it is, in words.
        model: The name of its model; empty where its SID alone does not find it.
        collection: The attributes of the client that lead to the collection in which its SID finds it.
        command: The command that shows it.
        path: The path for `raw` to the resource around it, or the address of its list in another API of
            Twilio's, where its SID alone does not find it; empty where Twilio does not show it at all.
    """

    noun: str
    model: str = ""
    collection: str = ""
    command: str = "get"
    path: str = ""


KINDS = {
    "AC": Kind("an account", "Account", "accounts", "accounts get"),
    "AD": Kind("an address", "Address", "addresses"),
    "AL": Kind("a list of IP addresses", "SipIpAccessControlList", "sip.ip_access_control_lists"),
    "AP": Kind("an application", "Application", "applications"),
    "BU": Kind("a bundle of documents", path="https://numbers.twilio.com/v2/RegulatoryCompliance/Bundles"),
    "BY": Kind("a trunk of your own carrier", path="https://voice.twilio.com/v1/ByocTrunks"),
    "CA": Kind("a call", "Call", "calls", "calls get"),
    "CF": Kind("a conference", "Conference", "conferences", "conferences get"),
    "CH": Kind("a conversation", path="https://conversations.twilio.com/v1/Conversations"),
    "CL": Kind("a list of SIP users", "SipCredentialList", "sip.credential_lists"),
    "CN": Kind("a connect app", "ConnectApp", "connect_apps"),
    "CR": Kind("a SIP user", path=f"{_ACCOUNT}/SIP/CredentialLists/CL.../Credentials"),
    "CS": Kind("a segment of a call"),
    "FW": Kind("a flow of Studio", path="https://studio.twilio.com/v2/Flows"),
    "GP": Kind("a group of calls"),
    "GT": Kind("a real-time transcription"),
    "HX": Kind("a content template", path="https://content.twilio.com/v1/Content"),
    "IP": Kind("an IP address of SIP", path=f"{_ACCOUNT}/SIP/IpAccessControlLists/AL.../IpAddresses"),
    "JS": Kind("a job of BulkExport", path="https://bulkexports.twilio.com/v1/Exports/Jobs"),
    "KX": Kind("a user-defined message"),
    "ME": Kind("a file of a message", path=f"{_ACCOUNT}/Messages/SM.../Media"),
    "MG": Kind("a messaging service", path="https://messaging.twilio.com/v1/Services"),
    "MM": Kind("a message", "Message", "messages", "messages get"),
    "MZ": Kind("a stream"),
    "NO": Kind("a notification", "NotificationDetails", "notifications"),
    "PK": Kind("a payment"),
    "PN": Kind("a phone number", "IncomingPhoneNumber", "incoming_phone_numbers"),
    "QU": Kind("a queue", "Queue", "queues", "queues get"),
    "RE": Kind("a recording", "Recording", "recordings", "recordings get"),
    "RI": Kind("an identity document"),
    "SC": Kind("a short code", "ShortCode", "sms.short_codes"),
    "SD": Kind("a SIP domain", "SipDomain", "sip.domains"),
    "SK": Kind("an API key", "Key", "keys"),
    "SM": Kind("a message", "Message", "messages", "messages get"),
    "SR": Kind("a SIPREC stream"),
    "TK": Kind("a SIP trunk", path="https://trunking.twilio.com/v1/Trunks"),
    "TR": Kind("a transcription", "Transcription", "transcriptions"),
    "UT": Kind("a usage trigger", "UsageTrigger", "usage.triggers"),
    "VA": Kind("a service of Verify", path="https://verify.twilio.com/v2/Services"),
    "WS": Kind("a workspace of TaskRouter", path="https://taskrouter.twilio.com/v1/Workspaces"),
    "XB": Kind("an add-on", path="https://marketplace.twilio.com/v1/AvailableAddOns"),
    "XE": Kind("an assigned add-on", path=f"{_ACCOUNT}/IncomingPhoneNumbers/PN.../AssignedAddOns"),
    "XF": Kind(
        "an add-on's extension",
        path=f"{_ACCOUNT}/IncomingPhoneNumbers/PN.../AssignedAddOns/XE.../Extensions",
    ),
    "XH": Kind("an add-on's payload", path=f"{_ACCOUNT}/Recordings/RE.../AddOnResults/XR.../Payloads"),
    "XR": Kind("an add-on's result", path=f"{_ACCOUNT}/Recordings/RE.../AddOnResults"),
    "ZY": Kind("a subscription"),
}
"""The kinds that SIDs with these prefixes name."""


def sid_of(what: str, *prefixes: str, otherwise: str = "") -> Any:
    """The argument for the SID of `what`, whose prefix is one of these, and what is so `otherwise`."""
    return typer.Argument(metavar="SID", parser=_of_kind(prefixes), help=_help(what, prefixes, otherwise))


def number_or_sid_of(what: str) -> Any:
    """The argument for `what`, a phone number of the account's, or its SID."""

    def number_or_sid(text: str) -> str:
        if _NUMBER.fullmatch(text):
            return text
        if text[:2] in KINDS and text[:2] != "PN" and _SID.fullmatch(text):
            _lead(f"{text} is {KINDS[text[:2]].noun}, no phone number: {NAME} numbers list shows those")
        if not _has_shape(text, ("PN",)):
            raise typer.BadParameter(
                f"{text!r} is neither a number, such as +15558675310, nor its SID: PN and {_DIGITS}"
            )
        return text

    return typer.Argument(
        metavar="NUMBER|SID", parser=number_or_sid, help=_help(f"{what} or its SID", ("+", "PN"), "")
    )


def sid_parser(prefix: str) -> Callable[[str], str]:
    """A parser for an option that takes SIDs with this prefix alone."""

    def sid(text: str) -> str:
        _check_shape(text, (prefix,))
        return text

    return sid


def any_sid(text: str) -> str:
    """A SID that finds its resource by itself. One that does not ends in a line with what does.

    Raises:
        typer.BadParameter: It is none that is known.
    """
    prefix = text[:2]
    kind = KINDS.get(prefix)
    if kind is None:
        known = ", ".join(each for each in KINDS if KINDS[each].model)
        raise typer.BadParameter(f"nothing known here begins with {prefix!r}: give a SID of {known}")
    if not kind.model:
        _lead(f"{text} is {kind.noun}{_way_to(text, kind.path)}")
    if not _SID.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no whole SID: {prefix} and {_DIGITS}")
    return text


def _way_to(sid: str, path: str) -> str:
    """How to see what its SID alone does not find."""
    if not path:
        return ", which Twilio does not show by its SID"
    if path.startswith(_ACCOUNT):
        return f", which only its parent leads to: {NAME} raw GET '{path}/{sid}.json'"
    return f": {NAME} raw GET {path}/{sid}"


def _help(what: str, prefixes: tuple[str, ...], otherwise: str) -> str:
    forms = " or ".join(f"{prefix}..." for prefix in prefixes)
    return f"{what}, {forms}{otherwise}"


def _of_kind(prefixes: tuple[str, ...]) -> Callable[[str], str]:
    def sid(text: str) -> str:
        kind = KINDS.get(text[:2])
        if kind is not None and kind.model and not text.startswith(prefixes) and _SID.fullmatch(text):
            _lead(f"{text} is {kind.noun}: {NAME} {kind.command} {text}")
        _check_shape(text, prefixes)
        return text

    return sid


def _has_shape(text: str, prefixes: tuple[str, ...]) -> bool:
    return text.startswith(prefixes) and _SID.fullmatch(text) is not None


def _check_shape(text: str, prefixes: tuple[str, ...]) -> None:
    """Refuse what is no SID with one of these prefixes, and say what one is.

    Raises:
        typer.BadParameter: It is none.
    """
    if _has_shape(text, prefixes):
        return
    kind = KINDS.get(text[:2]) if _SID.fullmatch(text) else None
    may_be_secret = text[:2].upper() not in KINDS and len(text) >= _LENGTH_OF_TOKENS
    shown = "what was given" if may_be_secret else repr(text)
    given = f"{shown} is {'none' if kind is None else kind.noun}"
    whose = KINDS[prefixes[0]].noun
    raise typer.BadParameter(f"{whose}'s SID is {' or '.join(prefixes)} and {_DIGITS}; {given}")


def _lead(line: str) -> NoReturn:
    """End with a line that leads to another command."""
    notices.complain(line)
    raise typer.Exit(FAILED)
