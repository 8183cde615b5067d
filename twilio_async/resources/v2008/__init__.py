"""API generation 2008-08-01: XML only, numbered pages, bare ten-digit US numbers, statuses that are numbers.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest`)
"""

from twilio_async.resources.v2008.sms import LegacySmsMessage, SmsFlags
from twilio_async.resources.v2008.tree import V2008

__all__ = ["V2008", "LegacySmsMessage", "SmsFlags"]
