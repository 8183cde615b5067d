"""API generation 2008-08-01: XML only, numbered pages, bare ten-digit US numbers, statuses that are numbers.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest`)
"""

from twilio_async.api.v2008.generation import V2008 as V2008
