"""Valid requests with one character changed, of which none may be valid."""

from random import Random
from typing import Any

from twilio_async.webhooks import Validator, body_hash, signature

URL = "https://example.com/status?key=42"
FORM = {"AccountSid": "AC1", "MessageSid": "SM1", "MessageStatus": "sent"}
BASES: list[tuple[str, Any]] = [
    (URL, FORM),
    ("https://example.com:8443/a/b%2Fc?x=%27&y=&z=a+b", FORM),
    ("http://[2001:db8::1]:5000/a?x=O'Brien&ü=%C3%A9", {"Body": "Grüße 👋 & more", "NumMedia": "0"}),
    ("https://example.com/?a=1&a=2&&b", [("Digits", "1"), ("Digits", "2"), ("A", ""), ("AB", "C")]),
    ("https://example.com/%41?b=c%3Dd&x=%2f", {}),
    ("wss://example.com/socket?a=1&b=x%20y", {}),
    (f"https://example.com/events?a=1&bodySHA256={body_hash(b'{}')}", b"{}"),
]
CHARACTERS = [chr(code) for code in range(128)] + ["é", "Ü", "👋", "\udcff", "\udfff"]


def with_another_character(text: str, chance: Random) -> str:
    place = chance.randrange(len(text))
    return (
        text[:place] + chance.choice([each for each in CHARACTERS if each != text[place]]) + text[place + 1 :]
    )


def changed(url: str, params: Any, chance: Random) -> tuple[str, Any]:
    """The request with one character of its address, a name, a value or its body as another one."""
    if isinstance(params, bytes):
        if chance.random() < 0.2:
            return url, with_another_character(params.decode(), chance)
        return with_another_character(url, chance), params
    pairs: list[tuple[str, str]] = [*(params.items() if params.__class__ is dict else params)]
    parts = [url, *(part for pair in pairs for part in pair)]
    place = chance.choice([place for place, part in enumerate(parts) if part])
    parts[place] = with_another_character(parts[place], chance)
    return parts[0], [*zip(parts[1::2], parts[2::2], strict=True)]


def accepted_changes(count: int) -> list[tuple[str, Any]]:
    """Those of so many changed requests that a validator accepts."""
    chance, validator = Random(12), Validator("one")  # noqa: S311 - the same changes every time
    valid = [(*base, signature("one", *base)) for base in BASES]
    if not all(validator.is_valid(*each) for each in valid):
        raise ValueError("an unchanged request is not valid")
    accepted: list[tuple[str, Any]] = []
    for number in range(count):
        url, params, own = valid[number % len(valid)]
        request = changed(url, params, chance)
        if validator.is_valid(*request, own):
            accepted.append(request)
    return accepted
