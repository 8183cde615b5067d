# What messaging_response.py makes of table.json. Written by tools/stub_twiml.py.

from twilio_async.twiml.making import Element
from twilio_async.twiml.values import Content, Value

class MessagingResponse(Element):
    """The answer to a message."""

    def __init__(self) -> None: ...
    def message(
        self,
        body: Content | None = None,
        to: Value | None = None,
        from_: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        status_callback: Value | None = None,
    ) -> Message: ...
    def redirect(self, url: Content, method: Value | None = None) -> Redirect: ...

class Message(Element):
    """Sends a message, by default to whoever wrote."""

    def __init__(
        self,
        body: Content | None = None,
        *,
        to: Value | None = None,
        from_: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        status_callback: Value | None = None,
    ) -> None: ...
    def body(self, message: Content) -> Body: ...
    def media(self, url: Content) -> Media: ...

class Redirect(Element):
    """Goes on with the TwiML of another address."""

    def __init__(self, url: Content, *, method: Value | None = None) -> None: ...

class Body(Element):
    """The text of a message."""

    def __init__(self, message: Content) -> None: ...

class Media(Element):
    """The address of a file that a message carries."""

    def __init__(self, url: Content) -> None: ...
