"""SIDs: what the two letters at their beginning say of a resource, and where the client has it."""

import re

from twilio_async.errors import InvalidArgument

_SID = re.compile("[A-Z]{2}[0-9a-fA-F]{32}")

KINDS = {
    "AC": "an account: client.accounts(...)",
    "AD": "an address: client.addresses(...)",
    "AL": "a list of IP addresses: client.sip.ip_access_control_lists(...)",
    "AP": "an application: client.applications(...)",
    "BU": "a bundle of documents",
    "BY": "a trunk of your own carrier",
    "CA": "a call: client.calls(...)",
    "CF": "a conference: client.conferences(...)",
    "CL": "a list of SIP users: client.sip.credential_lists(...)",
    "CN": "a connect app: client.connect_apps(...)",
    "CR": "a SIP user: client.sip.credential_lists(...).credentials(...)",
    "CS": "a segment of a call",
    "GP": "a group of calls",
    "GT": "a real-time transcription: client.calls(...).transcriptions(...)",
    "HX": "a content template",
    "IP": "an IP address of SIP: client.sip.ip_access_control_lists(...).ip_addresses(...)",
    "JS": "a job of BulkExport",
    "KX": "a user-defined message",
    "ME": "a file of a message: client.messages(...).media(...)",
    "MG": "a messaging service",
    "MM": "a message: client.messages(...)",
    "MZ": "a stream: client.calls(...).streams(...)",
    "NO": "a notification: client.notifications(...)",
    "PK": "a payment: client.calls(...).payments(...)",
    "PN": "a phone number: client.incoming_phone_numbers(...)",
    "QU": "a queue: client.queues(...)",
    "RE": "a recording: client.recordings(...)",
    "RI": "an identity document",
    "SC": "a short code: client.sms.short_codes(...)",
    "SD": "a SIP domain: client.sip.domains(...)",
    "SK": "an API key: client.keys(...)",
    "SM": "a message: client.messages(...)",
    "SR": "a SIPREC stream: client.calls(...).siprec(...)",
    "TK": "a SIP trunk",
    "TR": "a transcription: client.transcriptions(...)",
    "UT": "a usage trigger: client.usage.triggers(...)",
    "XB": "an add-on",
    "XE": "an assigned add-on: client.incoming_phone_numbers(...).assigned_add_ons(...)",
    "XF": "an add-on's extension: client.incoming_phone_numbers(...).assigned_add_ons(...).extensions(...)",
    "XH": "an add-on's payload: client.recordings(...).add_on_results(...).payloads(...)",
    "XR": "an add-on's result: client.recordings(...).add_on_results(...)",
    "ZY": "a subscription: client.calls(...).user_defined_message_subscriptions(...)",
}
"""The kinds that SIDs with these prefixes name."""


def check_kind(sid: object, prefixes: tuple[str, ...], collection: str) -> None:
    """Refuse a whole SID whose prefix is known and none of `prefixes`, which are the collection's.

    Raises:
        InvalidArgument: It is one; the text says what it names, and what belongs to the collection.
    """
    if isinstance(sid, str) and not sid.startswith(prefixes) and _SID.fullmatch(sid) and sid[:2] in KINDS:
        raise InvalidArgument(
            f"{sid!r} is {KINDS[sid[:2]]}; a SID of {collection} is {' or '.join(prefixes)} and 32 hex digits"
        )
