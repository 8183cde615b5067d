"""What a campaign raises besides the errors of the client."""

from __future__ import annotations

from twilio_async import InvalidArgument, TwilioError


class JournalError(TwilioError):
    """A journal cannot be opened, or not be used like this; the text says what to do."""


class NoJournal(JournalError):
    """There is no journal there yet, and it was only to be looked at."""


class JournalInUse(JournalError):
    """Another process works on the journal: SQLite's serves one at a time."""


class RepeatedMessage(InvalidArgument):
    """A message without a key equals an earlier one: say whether it is to be sent."""


class KeyConflict(InvalidArgument):
    """A key of the campaign already stands for another message."""


class UnknownKey(InvalidArgument):
    """The campaign has no message of this key."""
