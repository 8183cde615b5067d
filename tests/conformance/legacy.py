"""What old accounts and connectors use and Twilio's table no longer has, each part with its reason.

Source: https://www.twilio.com/docs/api/rest (2010 to 2016)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from tests.conformance.table import OPERATIONS, SCHEMAS, kind, operation_of, parameters_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conformance.table import Kind, Operation

_ACCOUNT = "/Accounts/{AccountSid}"
_SANDBOX: dict[str, Any] = {"path": f"{_ACCOUNT}/Sandbox", "schema": "sandbox", "statuses": [200]}
_SMS: dict[str, Any] = {"path": f"{_ACCOUNT}/SMS/Messages", "schema": "sms_message", "statuses": [200]}

_METHODS: Mapping[str, list[dict[str, Any]]] = {
    "trial accounts that were opened before February 2010 have one": [
        {**_SANDBOX, "operation": "FetchSandbox", "method": "GET"},
        {
            **_SANDBOX,
            "operation": "UpdateSandbox",
            "method": "POST",
            "parameters": {
                "VoiceUrl": "uri",
                "VoiceMethod": "=GET|POST",
                "SmsUrl": "uri",
                "SmsMethod": "=GET|POST",
            },
        },
    ],
    "connectors of that time clean their logs": [
        {
            "operation": "DeleteNotification",
            "method": "DELETE",
            "path": f"{_ACCOUNT}/Notifications/{{Sid}}",
            "statuses": [204],
        }
    ],
    "connectors of that time send text messages by it": [
        {
            **_SMS,
            "operation": "ListSmsMessage",
            "method": "GET",
            "list": "sms_messages",
            "paged": True,
            "parameters": {
                "To": "phone-number",
                "From": "phone-number",
                "DateSent": "date-time",
                "DateSent<": "date-time",
                "DateSent>": "date-time",
            },
        },
        {
            **_SMS,
            "operation": "CreateSmsMessage",
            "method": "POST",
            "statuses": [201],
            "parameters": {
                "To": "phone-number*",
                "From": "phone-number*",
                "Body": "string*",
                "StatusCallback": "uri",
                "ApplicationSid": "sid AP",
            },
        },
        {**_SMS, "operation": "FetchSmsMessage", "method": "GET", "path": f"{_SMS['path']}/{{Sid}}"},
    ],
}
"""Operations, by why the client has them."""

_PARAMETERS: Mapping[str, Mapping[str, dict[str, str]]] = {
    "connectors of that time send it instead of MachineDetection": {
        "CreateCall": {"IfMachine": "=Continue|Hangup"},
    },
}
"""Parameters of the table's own operations, by why the client has them."""

_SCHEMAS: dict[str, Any] = {
    "sandbox": {
        "account_sid": "sid AC",
        "pin": "string",
        "phone_number": "phone-number",
        "application_sid": "sid AP",
        "api_version": "string",
        "voice_url": "uri",
        "voice_method": "=GET|POST",
        "sms_url": "uri",
        "sms_method": "=GET|POST",
        "status_callback": "uri",
        "status_callback_method": "=GET|POST",
        "date_created": "rfc2822",
        "date_updated": "rfc2822",
        "uri": "string",
    },
    "sms_message": {
        "sid": "sid SM|MM",
        "date_created": "rfc2822",
        "date_updated": "rfc2822",
        "date_sent": "rfc2822",
        "account_sid": "sid AC",
        "to": "phone-number",
        "from": "phone-number",
        "body": "string",
        "status": "=queued|sending|sent|failed|received",
        "direction": "=inbound|outbound-api|outbound-call|outbound-reply",
        "price": "string",
        "api_version": "string",
        "uri": "string",
    },
}


def _with_old_parameters(operation: Operation) -> Operation:
    old = [part[operation.name] for part in _PARAMETERS.values() if operation.name in part]
    added = [parameter for described in old for parameter in parameters_of(described)]
    return evolve(operation, parameters=(*operation.parameters, *added)) if added else operation


ALL_OPERATIONS: tuple[Operation, ...] = (
    *map(_with_old_parameters, OPERATIONS),
    *(operation_of(row) for rows in _METHODS.values() for row in rows),
)
"""What the client has: the operations of the table, and these."""

ALL_SCHEMAS: dict[str, Kind] = SCHEMAS | {name: kind(fields) for name, fields in _SCHEMAS.items()}
