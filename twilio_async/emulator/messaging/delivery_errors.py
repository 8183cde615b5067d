"""What the error codes of messages mean, in the words that stand beside them.

Source: https://www.twilio.com/docs/messaging/guides/debugging-tools#error-codes
"""

from __future__ import annotations

_MESSAGES = {
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Carrier violation",
    30008: "Unknown error",
}


def error_message(code: int | None) -> str | None:
    """The words for a code; None where there is no code, or one that is not known here."""
    return None if code is None else _MESSAGES.get(code)
