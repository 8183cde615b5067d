"""Voice as 2008-08-01 shows it: the same calls and recordings in the words of that time, as XML only.

After https://www.twilio.com/docs/api/2008-08-01/rest.
"""
