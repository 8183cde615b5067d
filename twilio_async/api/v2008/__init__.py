"""API generation 2008-08-01: XML only, numbered pages, bare ten-digit US numbers, statuses that are numbers.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.api.v2008.account import LegacyAccountResources
from twilio_async.declare.base import Below

if TYPE_CHECKING:
    from twilio_async.api.v2008.accounts import LegacyAccounts
    from twilio_async.core.apis import Api


class V2008(LegacyAccountResources):
    """The client's own account in generation 2008-08-01, and from it the other accounts."""

    __slots__ = ()

    def _all_accounts(self) -> tuple[Api, str]:
        return self._api, self._path.rpartition("/")[0]

    accounts: Below[LegacyAccounts] = Below("v2008.accounts:LegacyAccounts", _all_accounts)
    """The accounts; `accounts(sid)` has what is below another one."""
