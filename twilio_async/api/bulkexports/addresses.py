"""Where BulkExport has the exports of a collection of 2010-04-01, if anywhere.

Source: https://www.twilio.com/docs/usage/bulkexport
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio_async.core import regions, urls
from twilio_async.core.apis import BULK_EXPORTS_V1, Api
from twilio_async.errors import InvalidArgument

if TYPE_CHECKING:
    from twilio_async.core.session import Session

_LABELS = "api.{edge}.{region}.twilio.com".count(".") + 1


def exports_of(session: Session, path: str, resource_type: str) -> tuple[Api, str]:
    """The place of the exports of the collection at `path`, which are of that type.

    Raises:
        InvalidArgument: It is another account's than that of the credentials, or in another region than the
            one that BulkExport serves.
    """
    _, _, _, account, *_ = path.split("/")
    own = session.credentials.account_sid
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
    return BULK_EXPORTS_V1, f"{BULK_EXPORTS_V1.root}/Exports/{resource_type}"
