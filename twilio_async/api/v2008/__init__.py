"""API generation 2008-08-01: XML only, numbered pages, bare ten-digit US numbers, statuses that are numbers.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest`)
"""
