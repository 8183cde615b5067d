"""The error codes that histories have most, in a few words: records often say only the number.

Source: https://www.twilio.com/docs/api/errors
"""

from collections.abc import Mapping

MEANINGS: Mapping[int, str] = {
    11200: "Twilio got no answer from the web service",
    21211: "The number of the recipient is invalid",
    21408: "Sending to that country is not enabled for the account",
    21610: "The recipient has answered STOP",
    21612: "The sender cannot reach this recipient",
    21614: "The number of the recipient is not a mobile one",
    30001: "The queue of the sender is full",
    30002: "The account is suspended",
    30003: "The phone cannot be reached: off, or without a network",
    30004: "The recipient or the carrier blocks the message",
    30005: "The number is unknown, or no longer in service",
    30006: "A landline, or a carrier that takes no messages",
    30007: "The carrier or Twilio filtered the message",
    30008: "The carrier gave no reason",
    30009: "A segment of an incoming message is missing",
    30010: "The message would cost more than its highest price",
    30022: "More messages than the 10DLC campaign may send at a time",
    30023: "The daily limit of the 10DLC campaign is reached",
    30032: "The toll-free sender is not verified",
    30034: "The sender is not registered for 10DLC",
    30036: "The validity period ended before the message was sent",
    63016: "WhatsApp takes only templates outside of the 24 hours after the recipient wrote",
}
