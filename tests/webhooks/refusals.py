"""Requests that no server is to take, with the status that each is refused with."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from attrs import frozen

from twilio_async.webhooks import body_hash

from .senders import INCOMING, TOKEN, Reply, Sender

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@frozen
class Nonsense:
    """A request.

    Attributes:
        name: What is wrong with it.
        status: The status that it is refused with.
        params: The parameters that are signed.
        content: What is sent; the parameters as a form where it is None.
        parts: The parts that it is sent in, without its length.
        media_type: What that is said to be.
        signature: The signature, where it is not the right one.
    """

    name: str
    status: int
    params: Any = None
    content: Any = None
    parts: tuple[bytes, ...] = ()
    media_type: str = FORM
    signature: str | None = None

    def __str__(self) -> str:
        return self.name

    async def sent(self, sender: Sender, path: str) -> Reply:
        """The answer to it."""
        if self.media_type == JSON and isinstance(self.content, bytes):
            path = f"{path}?bodySHA256={body_hash(self.content)}"
        headers = sender.signed(path, self.params)
        if self.signature is not None:
            headers = {"X-Twilio-Signature": self.signature} if self.signature else {}
        content = in_parts(self.parts) if self.parts else self.content
        return await sender.post(path, self.params, headers, content=content, media_type=self.media_type)


async def in_parts(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    """A body whose length is not said before."""
    for part in parts:
        yield part


NONSENSE = [
    Nonsense("no signature", 403, INCOMING, signature=""),
    Nonsense("a wrong signature", 403, INCOMING, signature="a" * 27 + "="),
    Nonsense("a signature that is none", 403, INCOMING, signature="ü\x80"),
    Nonsense("the auth token as the signature", 403, INCOMING, signature=TOKEN),
    Nonsense("another body", 403, INCOMING, content=b"Body=another"),
    Nonsense("no body", 403, INCOMING, content=b""),
    Nonsense("a text", 415, content=b"Hi", media_type="text/plain"),
    Nonsense("files", 415, content=b"--x--", media_type="multipart/form-data; boundary=x"),
    Nonsense("nothing that it is said to be", 415, content=b"Hi", media_type=""),
    Nonsense("a long form", 413, {"Body": "x" * 10_000}),
    Nonsense("a long form in parts", 413, {}, parts=(b"Body=", *[b"x" * 100] * 100)),
    Nonsense("a form in no UTF-8", 400, {}, content=b"Body=\xff"),
    Nonsense("a form that escapes no UTF-8", 400, {}, content=b"Body=%ff"),
    Nonsense("too many names", 400, {}, content=b"&".join([b"a=1"] * 1001)),
    Nonsense("JSON that is none", 400, content=b"{", media_type=JSON),
    Nonsense("JSON without end", 400, content=b"[" * 4000, media_type=JSON),
    Nonsense("unsigned JSON", 403, content=b"{}", media_type="application/cloudevents+json"),
]
