"""Destinations: where an export keeps its files, which its `to` names: a folder or a part of a bucket."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from twilio_async import InvalidArgument
from twilio_async.history.exports.destinations.folders import Folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager
    from os import PathLike

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}([^/]*)/?(.*)")
"""A scheme, a bucket and a prefix; a `Path` has lost a slash, and a drive of Windows has one letter."""


class Destination(Protocol):
    """Where an export keeps its files. Its methods block."""

    @property
    def is_exclusive(self) -> bool:
        """Whether nobody else can write there while it is held; else each run has names of its own."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """Be the only one who writes there."""
        ...

    def opened(self) -> AbstractContextManager[None]:
        """Have what it takes to read there, whoever writes meanwhile."""
        ...

    def read_manifest(self) -> bytes | None:
        """The manifest; None where there is none."""
        ...

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one step."""
        ...

    def fetched(self, name: str) -> AbstractContextManager[Path]:
        """The path of a file with this content on this machine; it may not exist."""
        ...

    def draft(self, name: str) -> Path:
        """Where a file may be written until it is whole."""
        ...

    def publish(self, draft: Path, name: str) -> None:
        """Let a whole file appear under its name, in the place of one that is there."""
        ...

    def remove_strays(self, pattern: re.Pattern[str], known: Collection[str]) -> None:
        """Remove what a run that was killed left: drafts, and files with such names that are not known."""
        ...

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        """The names of files that match."""
        ...


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
    from twilio_async.history.exports.destinations.buckets import Bucket

    return Bucket(bucket, prefix)
