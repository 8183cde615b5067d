"""The refusals of an object store, told as what they mean for an export; its own texts can hold secrets."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError, NotSupportedError

from twilio_async.history.errors import ExportError, unwritable

if TYPE_CHECKING:
    from collections.abc import Generator

_NO_BUCKET = "<Code>NoSuchBucket</Code>"
_REASONS = (
    ((_NO_BUCKET,), "there is no such bucket"),
    (("<Code>NoSuchKey</Code>",), "there is no such file"),
    (
        ("incorrectly configured region", "PermanentRedirect", "AuthorizationHeaderMalformed"),
        "the bucket is in another region (set AWS_REGION)",
    ),
    (
        ("/latest/api/token", "/latest/meta-data/"),  # Where a machine of AWS finds credentials.
        "there are no credentials (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE)",
    ),
    (
        (
            "lacked the necessary privileges",
            "authentication credentials",
            "AccessDenied",
            "ExpiredToken",
            "InvalidAccessKeyId",
            "InvalidToken",
            "SignatureDoesNotMatch",
        ),
        "the credentials do not allow it",
    ),
    (
        ("builder error",),
        "AWS_ENDPOINT_URL is plain http (set AWS_ALLOW_HTTP=true if that is meant), or no address",
    ),
)
"""What the texts of obstore have in them, and the reason that it is; the first one holds."""
_ANSWER = re.compile(r"<Code>([A-Za-z0-9.]+)</Code>|status code: (\d{3})")


@contextmanager
def told(where: object) -> Generator[None, None, None]:
    """Tell what a store refuses as what it means for an export.

    Raises:
        ExportError: The store refused something, or cannot be reached.
    """
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise unwritable(where, _reason(str(error))) from None


def unconditional(where: object) -> ExportError:
    """The error of an export into a store whose writers cannot know of each other."""
    return ExportError(
        f"{where}: this store heeds no conditions (If-Match, If-None-Match), without which two exports could "
        "destroy each other's files: export into a folder, and copy that"
    )


def knows_no_conditions(error: BaseError) -> bool:
    """Whether a store says that it takes no conditions."""
    return isinstance(error, NotSupportedError) or "<Code>NotImplemented</Code>" in str(error)


def has_no_bucket(error: Exception) -> bool:
    """Whether what seems to be about an object is about a bucket that is not there."""
    return _NO_BUCKET in str(error)


def _reason(text: str) -> str:
    for signs, reason in _REASONS:
        if any(sign in text for sign in signs):
            return reason
    answers = [code or status for code, status in _ANSWER.findall(text)]
    if answers:
        return f"the store answers {answers[-1]}"
    return "the store cannot be reached (see to the network, AWS_REGION and AWS_ENDPOINT_URL)"
