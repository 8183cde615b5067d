"""The official library, which ships no types, as far as tests of the emulator hold it against webhooks."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from tests.support.webhook import Hooked

_VALIDATOR: Any = import_module("twilio.request_validator")
VOICE: Any = import_module("twilio.twiml.voice_response")
MESSAGING: Any = import_module("twilio.twiml.messaging_response")


def is_signed(request: Hooked, base_url: str, auth_token: str) -> bool:
    """Whether the signature of a request holds for its address, its form and the auth token."""
    return is_valid(
        auth_token, base_url + request.target, request.form, request.headers["x-twilio-signature"]
    )


def is_valid(auth_token: str, url: str, form: Mapping[str, str], signature: str) -> bool:
    """Whether a signature holds."""
    return bool(_VALIDATOR.RequestValidator(auth_token).validate(url, form, signature))
