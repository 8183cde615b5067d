"""Dispatch: from a raw request to the reply.

Authorizes, routes, checks parameters, executes, and makes a reply of every refusal. Knows neither
connections nor faults: see `pipeline`. What was really executed is counted here.
"""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, TypeAlias

from twilio_async.emulator.accounts.tokens import issue_access_token
from twilio_async.emulator.description import V2008, V2010
from twilio_async.emulator.exports.bulk_exports import EXPORTS_PATH
from twilio_async.emulator.operations import ROUTES
from twilio_async.emulator.requests import ApiRequest
from twilio_async.emulator.routing import read_target
from twilio_async.emulator.wire.documents import Format, record_document
from twilio_async.emulator.wire.errors import (
    INVALID_PARAMETER,
    Refusal,
    account_not_active,
    bad_request,
    method_not_allowed,
    not_found,
    test_credentials_refused,
    unauthenticated,
)
from twilio_async.emulator.wire.paging import PageStyle
from twilio_async.emulator.wire.parameters import read_arguments
from twilio_async.emulator.wire.replies import Reply, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from twilio_async.emulator.accounts.directory import Account, Principal
    from twilio_async.emulator.exports.bulk_exports import BulkExports
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Media
    from twilio_async.emulator.requests import RawRequest
    from twilio_async.emulator.routing import Operation, Target
    from twilio_async.emulator.wire.fields import Fields
    from twilio_async.emulator.wire.parameters import Pairs

OAUTH_PATH = "/v2/token"
_FORM_TYPE = "application/x-www-form-urlencoded"
_VERSION: Fields = {
    "name": "2010-04-01",
    "uri": "/2010-04-01",
    "subresource_uris": {"accounts": "/2010-04-01/Accounts"},
}

_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
        "If-Unmodified-Since, Idempotency-Key"
    ),
    "Access-Control-Expose-Headers": "ETag",
}
"""What browsers ask before they send a request of another site's page."""

StyleName: TypeAlias = Literal["modern", "legacy"]


class Dispatcher:
    """Answers requests from the store; `executed` counts operations by method and path pattern."""

    def __init__(
        self,
        store: Store,
        *,
        page_style: StyleName,
        next_page_uris: bool,
        days_only: bool,
        media_url: Callable[[Media], str],
        api_url: Callable[[], str],
        list_lag: Callable[[], timedelta],
        exports: BulkExports,
    ) -> None:
        self.executed: Counter[str] = Counter()
        self._list_lag = list_lag
        self._exports = exports
        self._store = store
        self._media_url = media_url
        self._api_url = api_url
        self._days_only = days_only
        self._page_styles = {
            V2010: PageStyle(page_style),
            V2008: PageStyle.GENERATION_2008_URIS if next_page_uris else PageStyle.GENERATION_2008,
        }

    def answer(self, raw: RawRequest) -> Reply:
        """The reply to a request, which is executed or refused."""
        try:
            if raw.method == "OPTIONS":
                return Reply(HTTPStatus.OK, headers=dict(_CROSS_ORIGIN))
            if raw.path == OAUTH_PATH:
                return self._issue_token(raw)
            return self._export(raw) if raw.path.startswith(EXPORTS_PATH) else self._execute(raw)
        except Refusal as refusal:
            return refused(refusal, format_of(raw.path))

    def _execute(self, raw: RawRequest) -> Reply:
        target = read_target(raw.path)
        if target.is_version:
            return _version(raw.method, target.form)
        if target.generation is None or (target.account_sid is None and not target.is_accounts):
            raise not_found(raw.path)
        principal, account = self._authorize(target, raw)
        method, query = _tunnelled(raw)
        operation, path_values = ROUTES[target.generation].find(target, method)
        _check_rights(principal, account, operation)
        if operation.creates and not self._store.directory.is_active(account):
            raise account_not_active()
        pairs = _parameters(raw, method, query)
        arguments = read_arguments(operation.endpoint.parameters, pairs)
        arguments.require(operation.endpoint.missing)
        request = ApiRequest(
            store=self._store,
            endpoint=operation.endpoint,
            principal=principal,
            account=account,
            path=raw.path,
            path_values=path_values,
            form=target.form,
            has_suffix=target.has_suffix,
            page_style=self._page_styles[target.generation],
            days_only=self._days_only,
            pairs=pairs,
            arguments=arguments,
            now=self._store.clock(),
            list_lag=self._list_lag(),
            media_url=self._media_url,
            api_url=self._api_url,
        )
        reply = operation.handler(request)
        if not account.is_test:
            self.executed[operation.name] += 1
        return reply

    def _authorize(self, target: Target, raw: RawRequest) -> tuple[Principal, Account]:
        directory = self._store.directory
        auth_token_only = target.generation == V2008
        principal = directory.authenticate(raw.authorization, auth_token_only=auth_token_only)
        account = principal.account if target.is_accounts else directory.get(target.account_sid or "")
        if account is None:
            raise not_found(raw.path)
        if not principal.reaches(account):
            raise unauthenticated()
        return principal, account

    def _issue_token(self, raw: RawRequest) -> Reply:
        if raw.method != "POST":
            raise method_not_allowed()
        reply = issue_access_token(self._store.directory, raw.form)
        self.executed["POST token"] += 1
        return reply

    def _export(self, raw: RawRequest) -> Reply:
        account = self._store.directory.authenticate(raw.authorization, auth_token_only=False).account
        if account.is_test:
            raise test_credentials_refused()
        name, reply = self._exports.answer(raw, account)
        self.executed[name] += 1
        return reply


def format_of(path: str) -> Format:
    """The format of whatever is answered under this path, refusals included."""
    is_json = path == OAUTH_PATH or path.startswith(EXPORTS_PATH)
    return Format.JSON if is_json else read_target(path).form


def _version(method: str, form: Format) -> Reply:
    """The document of the generation itself."""
    if method not in {"GET", "HEAD"}:
        raise method_not_allowed()
    body = record_document("Version", _VERSION, form)
    return Reply(HTTPStatus.OK, body, {"Content-Type": form.content_type})


def _check_rights(principal: Principal, account: Account, operation: Operation) -> None:
    if principal.is_standard_key and operation.administers:
        raise unauthenticated()
    if account.is_test and not operation.with_test_credentials:
        raise test_credentials_refused()


def _tunnelled(raw: RawRequest) -> tuple[str, Pairs]:
    """The method that is meant: PUT means POST, HEAD means GET, and a POST may name another in `_method`."""
    method = {"PUT": "POST", "HEAD": "GET"}.get(raw.method, raw.method)
    if method != "POST":
        return method, raw.query
    named = [value for name, value in raw.query if name == "_method"]
    query = [(name, value) for name, value in raw.query if name != "_method"]
    meant = named[0] if named and named[0] in {"PUT", "DELETE"} else "POST"
    return "POST" if meant == "PUT" else meant, query


def _parameters(raw: RawRequest, method: str, query: Pairs) -> Pairs:
    if method != "POST":
        return query
    if raw.content_type not in {None, _FORM_TYPE}:
        raise bad_request(INVALID_PARAMETER, f"The body must be {_FORM_TYPE}")
    return [*query, *raw.form]
