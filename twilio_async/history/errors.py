"""What a history raises besides the errors of the client."""

from twilio_async import TwilioError


class ExportError(TwilioError):
    """An export cannot be written, or not go on; the text says what to do. Nothing of it is lost."""
