"""The API as a function: a request that has been read goes in, a reply comes out.

Authorizes, routes, checks parameters, executes, and makes a reply of every refusal. Knows neither
connections nor faults: see `pipeline`. What was really executed is counted here.
"""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, Literal, TypeAlias

import attrs
import orjson

from twilio_async.emulator.accounts.accounts import VERSION
from twilio_async.emulator.accounts.directory import TOKEN_LIFETIME, Principal
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Media
from twilio_async.emulator.operations import TABLES
from twilio_async.emulator.requests import Call, Reply, refusal
from twilio_async.emulator.routing import Operation, Target, read_target
from twilio_async.emulator.wire.documents import Format, View, record_document
from twilio_async.emulator.wire.errors import (
    INVALID_PARAMETER,
    ApiError,
    account_not_active,
    bad_request,
    method_not_allowed,
    not_found,
    test_credentials_refused,
    unauthenticated,
)
from twilio_async.emulator.wire.paging import PageStyle
from twilio_async.emulator.wire.parameters import Pairs, by_name, choice, read_arguments, text

OAUTH_PATH: Final = "/v2/token"
_FORM_TYPE: Final = "application/x-www-form-urlencoded"

StyleName: TypeAlias = Literal["modern", "legacy"]

_GRANT = choice("grant_type", "client_credentials")
_CLIENT_ID, _CLIENT_SECRET = text("client_id"), text("client_secret")
_TOKEN_PARAMETERS: Final = by_name((_GRANT, _CLIENT_ID, _CLIENT_SECRET, text("scope")))


@attrs.frozen
class Request:
    """A request with its body read; `content_type` is None where there is no body."""

    method: str
    path: str
    query: Pairs
    form: Pairs
    content_type: str | None
    authorization: str | None


class Api:
    """Answers requests from the store; `executed` counts operations by method and path pattern."""

    def __init__(
        self, store: Store, *, page_style: StyleName, next_page_uris: bool, sign: Callable[[Media], str]
    ) -> None:
        self.executed: Counter[str] = Counter()
        self._store = store
        self._sign = sign
        self._styles = {
            "2010-04-01": PageStyle(page_style),
            "2008-08-01": PageStyle.GENERATION_2008_URIS if next_page_uris else PageStyle.GENERATION_2008,
        }

    def answer(self, request: Request) -> Reply:
        """Execute a request, or refuse it."""
        try:
            return self._issue_token(request) if request.path == OAUTH_PATH else self._execute(request)
        except ApiError as error:
            return refusal(error, form_of(request.path))

    def _execute(self, request: Request) -> Reply:
        target = read_target(request.path)
        if target.is_version:
            return self._version(target, request)
        if target.generation is None or (target.account_sid is None and not target.is_accounts):
            raise not_found(request.path)
        principal, account = self._authorize(target, request)
        method, query = _tunnelled(request)
        operation, names = TABLES[target.generation].find(target, method)
        _check_rights(principal, account, operation)
        pairs = _parameters(request, method, query)
        arguments = read_arguments(operation.parameters, pairs)
        arguments.require(operation.missing)
        call = Call(
            store=self._store,
            principal=principal,
            account=account,
            path=request.path,
            form=target.form,
            view=_view(self._store, account, target),
            has_suffix=target.has_suffix,
            style=self._styles[target.generation],
            names=names,
            pairs=pairs,
            arguments=arguments,
            sign=self._sign,
        )
        return self._run(operation, call)

    def _run(self, operation: Operation, call: Call) -> Reply:
        reply = operation.run(call)
        if not call.account.is_test:
            self.executed[operation.name] += 1
        return reply

    def _authorize(self, target: Target, request: Request) -> tuple[Principal, Account]:
        directory = self._store.directory
        auth_token_only = target.generation == "2008-08-01"
        principal = directory.authenticate(request.authorization, auth_token_only=auth_token_only)
        account = principal.account if target.is_accounts else directory.get(target.account_sid or "")
        if account is None:
            raise not_found(request.path)
        if not principal.reaches(account):
            raise unauthenticated()
        return principal, account

    def _version(self, target: Target, request: Request) -> Reply:
        if request.method not in {"GET", "HEAD"}:
            raise method_not_allowed()
        view = View(self._store.clock(), "", "")
        body = record_document(VERSION, VERSION.fields(None, view), target.form)
        return Reply(HTTPStatus.OK, body, {"Content-Type": target.form.content_type})

    def _issue_token(self, request: Request) -> Reply:
        if request.method != "POST":
            raise method_not_allowed()
        arguments = read_arguments(_TOKEN_PARAMETERS, request.form)
        if arguments.get(_GRANT) is None:
            raise bad_request(INVALID_PARAMETER, "grant_type is required")
        client_id, secret = arguments.get(_CLIENT_ID), arguments.get(_CLIENT_SECRET)
        token = self._store.directory.issue_token(client_id, secret)
        self.executed["POST token"] += 1
        content = {
            "access_token": token,
            "id_token": None,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFETIME,
            "refresh_token": None,
        }
        return Reply(HTTPStatus.OK, orjson.dumps(content), {"Content-Type": Format.JSON.content_type})


def form_of(path: str) -> Format:
    """The form of whatever is answered under this path, refusals included."""
    return Format.JSON if path == OAUTH_PATH else read_target(path).form


def _check_rights(principal: Principal, account: Account, operation: Operation) -> None:
    if principal.is_standard_key and operation.administers:
        raise unauthenticated()
    if account.is_test and not operation.with_test_credentials:
        raise test_credentials_refused()
    if operation.creates and account.status != "active":
        raise account_not_active()


def _view(store: Store, account: Account, target: Target) -> View:
    suffix = ".json" if target.form is Format.JSON else ""
    return View(store.clock(), f"/{target.generation}/Accounts/{account.sid}", suffix)


def _tunnelled(request: Request) -> tuple[str, Pairs]:
    """The method that is meant: PUT means POST, HEAD means GET, and a POST may name another in `_method`."""
    method = {"PUT": "POST", "HEAD": "GET"}.get(request.method, request.method)
    if method != "POST":
        return method, request.query
    named = [value for name, value in request.query if name == "_method"]
    query = [(name, value) for name, value in request.query if name != "_method"]
    meant = named[0] if named and named[0] in {"PUT", "DELETE"} else "POST"
    return "POST" if meant == "PUT" else meant, query


def _parameters(request: Request, method: str, query: Pairs) -> Pairs:
    if method != "POST":
        return query
    if request.content_type not in {None, _FORM_TYPE}:
        raise bad_request(INVALID_PARAMETER, f"The body must be {_FORM_TYPE}")
    return [*query, *request.form]
