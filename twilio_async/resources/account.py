"""An account, and what is below it."""

from twilio_async.resources.base import Resource
from twilio_async.resources.messages import Messages
from twilio_async.resources.sms import Sms


class Account(Resource):
    """Everything below one account in generation 2010-04-01."""

    __slots__ = ()

    @property
    def messages(self) -> Messages:
        """Text and media messages."""
        return self._below(Messages, "Messages")

    @property
    def sms(self) -> Sms:
        """What is below `/SMS`: the predecessor of `messages`."""
        return self._below(Sms, "SMS")
