"""Destinations: what the `to` of an export names, a folder or a part of a bucket."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from twilio_async import InvalidArgument
from twilio_async.history.exports.folders import Folder

if TYPE_CHECKING:
    from os import PathLike

    from twilio_async.history.exports.folders import Destination

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}([^/]*)/?(.*)")
"""A scheme, a bucket and a prefix; a `Path` has lost a slash, and a drive of Windows has one letter."""


def destination_of(to: str | PathLike[str]) -> Destination:
    """The destination that this names.

    Raises:
        InvalidArgument: It is an address of something else.
        ConfigurationError: A bucket needs obstore, which is not installed.
    """
    if not os.fspath(to):
        raise InvalidArgument("the destination is empty: name a folder, or s3://bucket/prefix")
    address = _URL.fullmatch(os.fspath(to))
    if address is None:
        return Folder(Path(to))
    scheme, bucket, prefix = address.groups()
    if scheme.lower() != "s3":
        raise InvalidArgument(f"an export cannot go to {scheme}:// but to a folder or s3://bucket/prefix")
    if not bucket:
        raise InvalidArgument("an export into a store needs the name of a bucket: s3://bucket/prefix")
    from twilio_async.history.exports.buckets import Bucket

    return Bucket(bucket, prefix)
