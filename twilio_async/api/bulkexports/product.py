"""The product by itself, and which of its exports are those of a collection of 2010-04-01, if any.

Source: https://www.twilio.com/docs/usage/bulkexport
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio_async.core import regions, urls
from twilio_async.core.apis import BULK_EXPORTS_V1
from twilio_async.declare.base import Below, Resource
from twilio_async.errors import InvalidArgument

if TYPE_CHECKING:
    from twilio_async.api.bulkexports.v1 import BulkExport, Exports
    from twilio_async.core.session import Session

_LABELS = "api.{edge}.{region}.twilio.com".count(".") + 1


class V1(Resource):
    """Version 1 of BulkExport."""

    __slots__ = ()
    exports: Below[Exports] = Below("v1:Exports", "Exports")


class BulkExports(Resource):
    """BulkExport: days of an account as files."""

    __slots__ = ()
    v1 = Below(V1, BULK_EXPORTS_V1)


def exports_of(session: Session, path: str, resource_type: str) -> BulkExport:
    """The exports of the collection at `path`, which are of that type.

    Raises:
        InvalidArgument: It is another account's than that of the credentials, or in another region than the
            one that BulkExport serves.
    """
    own = session.credentials.account_sid
    _, _, _, account, *_ = path.split("/")
    if account != own:
        raise InvalidArgument(
            f"BulkExport has the days of the account whose credentials ask, which is {own}: make a Client "
            f"with those of {account}"
        )
    labels = (urlsplit(session.base).hostname or "").split(".")
    if urls.is_twilio(session.base) and len(labels) == _LABELS and labels[2] != regions.DEFAULT:
        raise InvalidArgument(
            f"BulkExport serves {regions.DEFAULT} alone: in {labels[2]} there is only the list"
        )
    return V1(session, BULK_EXPORTS_V1, BULK_EXPORTS_V1.root).exports(resource_type)
