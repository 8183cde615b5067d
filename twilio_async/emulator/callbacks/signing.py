"""The signature of a callback, by which a webhook knows that it comes from the holder of the auth token.

Source: https://www.twilio.com/docs/usage/security#validating-requests
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twilio_async.emulator.wire.parameters import Pairs

SIGNATURE = "X-Twilio-Signature"
"""The header that carries it."""


def signature(auth_token: str, url: str, form: Pairs = ()) -> str:
    """The signature of a request to `url` with the parameters of its form, if it has one.

    Names are in the order of their code points; of equal values of one name one counts.
    """
    text = url + "".join(name + value for name, value in sorted(set(form)))
    return base64.b64encode(hmac.digest(auth_token.encode(), text.encode(), "sha1")).decode()
