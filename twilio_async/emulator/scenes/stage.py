"""The stage: where scenes find the store and its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.flows.stage import FlowStage


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

    def _account(self, sid: str | None) -> Account:
        account = self._store.directory.get(sid or self._account_sid)
        if account is None:
            raise KeyError(sid)
        return account
