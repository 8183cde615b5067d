"""Buckets: where an export keeps its files in an object store that speaks S3.

A part is written on this machine and uploaded when it is whole; no store shows an upload before its end. A
store has no locks, and who was killed looks like who is slow: so a call takes the export over by writing the
manifest on condition that it is the one that it read, and whoever wrote before finds out when he writes it
next. Each call has a number as a writer, which is in its manifest and in the names of its parts: what one
uploads that does not know yet that it has lost is in nobody's way. Importing this needs obstore.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from twilio_async import ConfigurationError, InvalidArgument
from twilio_async.history.errors import ExportError, unwritable
from twilio_async.history.exports.manifest import NAME, Manifest
from twilio_async.history.exports.parts.names import writer_of

try:
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
    from obstore.store import S3Store
except ModuleNotFoundError:
    raise ConfigurationError('s3:// needs obstore: pip install "twilio-async[s3]"') from None

from twilio_async.history.exports.destinations.s3_errors import (
    has_no_bucket,
    knows_no_conditions,
    told,
    unconditional,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Generator, Sequence
    from contextlib import AbstractContextManager

    from obstore import ObjectMeta, PutMode
    from obstore.store import RetryConfig, S3CredentialProvider

_lists: Any = obstore
"""Its types of lists are those of a package that only checkers would need."""
_RETRIES: RetryConfig = {"max_retries": 6}
_CHUNKS_AT_A_TIME = 2
_WRITER = "export-writer"
"""The attribute of a manifest that tells one's own from that of another writer with the same number."""
_NOBODYS: PutMode = {"e_tag": '"00000000000000000000000000000000"'}


class Bucket:
    """A part of a bucket: the objects whose keys begin with a prefix and a slash.

    Args:
        bucket: Its name.
        prefix: Nothing is the whole bucket.
    """

    is_exclusive = False
    _drafts: Path
    _store: S3Store

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix.strip("/")
        self._token = secrets.token_hex(8)
        self._e_tag: str | None = None
        self._writer = 0
        self._appeared: list[str] = []
        self._changing = Lock()

    def __str__(self) -> str:
        return "/".join(filter(None, (f"s3://{self._bucket}", self._prefix)))

    def held(self) -> AbstractContextManager[None]:
        """Have what the other methods need: nobody can be kept from writing there."""
        return self.opened()

    @contextmanager
    def opened(self) -> Generator[None, None, None]:
        """Have what the other methods need; drafts are removed behind it.

        Raises:
            InvalidArgument: There cannot be such a bucket or prefix.
            ConfigurationError: The environment has settings for S3 that cannot be.
        """
        with TemporaryDirectory(prefix="twilio-async-", ignore_cleanup_errors=True) as drafts:
            self._drafts, self._store = Path(drafts), self._opened()
            try:
                yield
            finally:
                del self._store  # Which closes its connections.

    def read_manifest(self) -> bytes | None:
        """The manifest; None where there is none."""
        with self._changing:
            found = self._get_manifest()
            if found is None:
                self._e_tag = None
                return None
            content, self._e_tag, _ = found
            return content

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one step, on condition that it is the last one that was read or written.

        Raises:
            ExportError: Another call wrote it meanwhile, or the store takes no conditions.
        """
        with self._changing:
            mode: PutMode = "create" if self._e_tag is None else {"e_tag": self._e_tag}
            if not self._put_manifest(content, mode):
                self._learn_who_wrote(content)
            if not self._writer:
                self._see_that_conditions_hold(content)
                self._writer = Manifest.parse(content, self).writer

    @contextmanager
    def fetched(self, name: str) -> Generator[Path, None, None]:
        """A file as one on this disk, which is removed behind it.

        Raises:
            ExportError: There is none, or it cannot be read, or written here.
        """
        with TemporaryDirectory(dir=self._drafts) as folder:
            path = Path(folder, name)
            try:
                with told(f"{self}/{name}"), path.open("wb") as file:
                    for chunk in obstore.get(self._store, name).stream():
                        file.write(chunk)
            except OSError as error:
                raise unwritable(self._drafts, error) from error
            yield path

    def draft(self, name: str) -> Path:
        """Where a file may be written until it is whole."""
        return self._drafts / name

    def publish(self, draft: Path, name: str) -> None:
        """Let a whole file appear under its name; where that fails, there is nothing of it."""
        with told(self):
            obstore.put(self._store, name, draft, max_concurrency=_CHUNKS_AT_A_TIME)
        self._appeared.append(name)
        draft.unlink()

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        """The names of files that match."""
        with told(self):
            objects: list[ObjectMeta] = _lists.list_with_delimiter(self._store)["objects"]
        return [each["path"] for each in objects if pattern.fullmatch(each["path"])]

    def remove_strays(self, pattern: re.Pattern[str], known: Collection[str]) -> None:
        """Remove what a run that was killed left: files with such names that are not known.

        Those of later writers are theirs: one may have taken over already.
        """
        names = self.names(pattern)
        self._remove([name for name in names if name not in known and writer_of(name) <= self._writer])

    def _opened(self) -> S3Store:
        credentials = _credentials()
        try:
            return S3Store(
                self._bucket,
                prefix=self._prefix or None,
                retry_config=_RETRIES,
                credential_provider=credentials,
            )
        except (BaseError, ValueError):
            raise InvalidArgument(f"{self} cannot be: see to its name and to the AWS_ variables") from None

    def _get_manifest(self) -> tuple[bytes, str | None, str | None] | None:
        """The manifest, its ETag and its writer; None where there is none."""
        with told(self):
            try:
                found = obstore.get(self._store, NAME)
            except FileNotFoundError as error:
                if has_no_bucket(error):
                    raise
                return None
            return bytes(found.bytes()), found.meta["e_tag"], found.attributes.get(_WRITER)

    def _put_manifest(self, content: bytes, mode: PutMode) -> bool:
        """Write the manifest; whether the condition held."""
        with told(self):
            try:
                put = obstore.put(self._store, NAME, content, mode=mode, attributes={_WRITER: self._token})
            except (AlreadyExistsError, PreconditionError) as error:
                if has_no_bucket(error):
                    raise
                return False
            except BaseError as error:
                if knows_no_conditions(error):
                    raise unconditional(self) from None
                raise
        self._e_tag = put["e_tag"]
        return True

    def _learn_who_wrote(self, content: bytes) -> None:
        """Find out whether it was this call, whose request was repeated since its answer was lost."""
        found = self._get_manifest()
        if found is not None and found[0] == content and found[2] == self._token:
            self._e_tag = found[1]
            return
        if found is not None:
            self._withdraw(found[0])
        raise ExportError(f"another export is writing to {self}: wait for its end, or end it")

    def _withdraw(self, manifest: bytes) -> None:
        """Remove what this call uploaded and the one whose manifest this is does not know."""
        with suppress(ExportError):  # The one that has taken over is in charge.
            theirs = Manifest.parse(manifest, self)
            if theirs.writer > self._writer:
                known = {part.name for part in theirs.parts}
                self._remove([name for name in self._appeared if name not in known])

    def _see_that_conditions_hold(self, content: bytes) -> None:
        """See that the store heeds conditions; some take them and do not."""
        modes: Sequence[PutMode] = ("create", _NOBODYS)
        for mode in modes:
            if self._put_manifest(content, mode):
                raise unconditional(self)

    def _remove(self, names: list[str]) -> None:
        if names:
            with told(self):
                obstore.delete(self._store, names)


def _credentials() -> S3CredentialProvider | None:
    """What finds the credentials of a profile, which boto3 knows to read; None is as obstore finds them."""
    if not os.environ.get("AWS_PROFILE"):
        return None
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ModuleNotFoundError:
        raise ConfigurationError("AWS_PROFILE needs boto3: pip install boto3, or unset it") from None
    try:
        return Boto3CredentialProvider()
    except (ValueError, import_module("botocore.exceptions").BotoCoreError):
        raise ConfigurationError("AWS_PROFILE names no profile that has credentials") from None
