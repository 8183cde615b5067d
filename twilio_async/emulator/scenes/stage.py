"""The stage: where scenes find the store and its accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twilio_async.emulator.memory.checks import expect_if_any
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.flows.stage import FlowStage
    from twilio_async.emulator.flows.webhooks import Owner

_DIGITS = re.compile(r"\+?\d+", re.ASCII)


class Stage:
    """The store of one emulator and its main account, which is meant where no account is named."""

    def __init__(self, flows: FlowStage, *, account_sid: str, seed: int) -> None:
        self._flows = flows
        self._store = flows.store
        self._account_sid = account_sid
        self._seed = seed

    def _add_instance(
        self, path: str, prefix: str, account_sid: str | None, fields: dict[str, object]
    ) -> str:
        account = self._account(account_sid)
        sid = self._store.identifiers.sid(prefix)
        return self._store.instances.add(path, sid, account.sid, (), fields).sid

    def _account_of(self, to: str, owner: Owner, account_sid: str | None) -> Account:
        """The account that gets what comes in at a number; one that is named has whatever nobody has.

        Raises:
            KeyError: There is no such account.
            ValueError: Nobody has the number, and no account is named.
        """
        is_known = owner.account_sid is not None or account_sid is not None
        if not is_known and _DIGITS.fullmatch(filter_address(to)):
            raise ValueError(
                f"nobody has {to}, so nothing comes in there: buy it, as by "
                f"client.incoming_phone_numbers.create(phone_number={to!r}), or name its account_sid"
            )
        return self._account(account_sid)

    def _account(self, sid: str | None) -> Account:
        expect_if_any(str, account_sid=sid)
        account = self._store.directory.get(sid or self._account_sid)
        if account is None:
            raise KeyError(sid)
        return account
