"""The client: it owns the session and hands out the tree of resources."""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING, Any, Literal, Self

from twilio_async.api.v2010.account import AccountResources
from twilio_async.core import raw, settings, urls
from twilio_async.core.apis import API_2008, API_2010, API_2010_XML, BULK_EXPORTS_V1, Api
from twilio_async.core.auth import credentials as credentials_module
from twilio_async.core.clock import Clock
from twilio_async.core.http.body import MAX_BODY
from twilio_async.core.http.connections import Connections
from twilio_async.core.http.transport import Timeout, Transport
from twilio_async.core.limits import Limiter, Limits
from twilio_async.core.lists.listing import Listing
from twilio_async.core.retry import Retry, RetryBudget
from twilio_async.core.session import Session
from twilio_async.declare.base import Below
from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    import aiohttp

    from twilio_async.api.bulkexports.product import BulkExports
    from twilio_async.api.v2008 import V2008
    from twilio_async.api.v2010.accounts import Accounts
    from twilio_async.core.auth.credentials import Credentials
    from twilio_async.core.lists.listing import Paging
    from twilio_async.core.retry import RetryEvent
    from twilio_async.core.wire import Response

_V2010 = {"json": API_2010, "xml": API_2010_XML}


class Client(AccountResources):
    """Twilio's REST API, for one account and whatever others its credentials reach.

    Use it as `async with Client() as client:`, or call `close()` at the end. Making one does no I/O and
    needs no running loop; one event loop after the other may use it. Everything below its account hangs
    on it: `client.messages` is `client.accounts(client.account_sid).messages`. A family of resources is
    imported when it is first used; `from twilio_async import Message` does it ahead of a running loop.

    Args:
        account_sid: The account (AC...); else TWILIO_ACCOUNT_SID.
        auth_token: Its auth token; else TWILIO_AUTH_TOKEN.
        api_key: An API key (SK...) of the account, instead of the token; else TWILIO_API_KEY.
        api_secret: The key's secret; else TWILIO_API_SECRET.
        credentials: Credentials made elsewhere (`AuthToken`, `ApiKey`, `ClientCredentials`) instead.
        base_url: Another address of the API, such as an emulator's or a gateway's; else TWILIO_BASE_URL. It
            is https, or http to this machine. Where it is not Twilio's, nothing is ever asked at Twilio.
        allow_http: Whether `base_url` may be http to another machine; else TWILIO_ALLOW_HTTP. The
            credentials are then seen by whoever is on the way.
        region: Where the account's data live, such as "ie1"; else TWILIO_REGION. Needs an edge.
        edge: Where requests enter Twilio's network, such as "dublin"; else TWILIO_EDGE. Needs a region.
        timeout: Seconds that each call may take in all, None without end, or a `Timeout`.
        retry: How often and how fast failed requests are repeated. What is never repeated is not a choice:
            a message or call that may have been made.
        limits: How many requests run at a time, and how fast they start.
        session: An aiohttp session of yours to use, without credentials of its own; it is never closed here.
        proxy: The address of an HTTP proxy.
        trust_env: Whether HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY are heeded. ~/.netrc never is.
        user_agent: What to put before this library's name in the User-Agent.
        on_retry: Called with a `RetryEvent` before each repetition.
        format: What generation 2010-04-01 speaks, "json" or "xml"; the results are equal.
        max_body: The most bytes of an answer that is read whole, once it is decompressed. Files are
            streamed and not bounded by it.
        clock: The time that waits and expiries go by.

    Raises:
        ConfigurationError: Something is missing, malformed or contradictory; the text says what to give.
    """

    def _all_accounts(self) -> tuple[Api, str]:
        return self._api, f"{self._api.root}/Accounts"

    def _own_account(self) -> tuple[Api, str]:
        return self._api, self._path

    def _own_account_2008(self) -> tuple[Api, str]:
        return API_2008, f"{API_2008.root}/Accounts/{self.account_sid}"

    accounts: Below[Accounts] = Below("api.v2010.accounts:Accounts", _all_accounts)
    """The main account and its subaccounts; `accounts(sid)` has what is below another account."""
    v2010: Below[AccountResources] = Below(AccountResources, _own_account)
    """The account in API generation 2010-04-01: what hangs on the client itself."""
    bulkexports: Below[BulkExports] = Below("api.bulkexports.product:BulkExports", BULK_EXPORTS_V1)
    """BulkExport: the days of the account of the credentials as files."""
    v2008: Below[V2008] = Below("api.v2008:V2008", _own_account_2008)
    """The account in API generation 2008-08-01, which speaks XML."""

    def __init__(
        self,
        account_sid: str | None = None,
        auth_token: str | None = None,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        allow_http: bool | None = None,
        region: str | None = None,
        edge: str | None = None,
        timeout: float | Timeout | None = Timeout(),
        retry: Retry = Retry(),
        limits: Limits = Limits(),
        session: aiohttp.ClientSession | None = None,
        proxy: str | None = None,
        trust_env: bool = False,
        user_agent: str | None = None,
        on_retry: Callable[[RetryEvent], object] | None = None,
        format: Literal["json", "xml"] = "json",
        max_body: int = MAX_BODY,
        clock: Clock | None = None,
    ) -> None:
        settings.check(
            credentials=credentials,
            base_url=base_url,
            allow_http=allow_http,
            region=region,
            edge=edge,
            retry=retry,
            limits=limits,
            proxy=proxy,
            trust_env=trust_env,
            user_agent=user_agent,
            on_retry=on_retry,
            format=format,
            max_body=max_body,
            clock=clock,
        )
        if format not in _V2010:
            raise ConfigurationError(f"format must be 'json' or 'xml', not {format!r}")
        if max_body < 1:
            raise ConfigurationError(f"max_body must be above 0, not {max_body}")
        limit, clock = settings.timeout(timeout), clock or Clock()
        base = urls.from_environment(
            os.environ, url=base_url, region=region, edge=edge, allow_http=allow_http
        )
        credentials = credentials_module.from_environment(
            os.environ,
            credentials,
            account=account_sid,
            auth_token=auth_token,
            api_key=api_key,
            api_secret=api_secret,
        ).at(base)
        transport = Transport(
            Connections(session),
            base=base,
            timeout=limit,
            proxy=proxy,
            trust_env=trust_env,
            user_agent=user_agent,
            max_body=max_body,
        )
        pipeline = Session(
            base,
            credentials,
            transport,
            limiter=Limiter(limits, clock),
            retry=retry,
            budget=RetryBudget(retry.budget),
            total=limit.total,
            on_retry=on_retry,
            clock=clock,
        )
        self._is_owner = True
        api = _V2010[format]
        super().__init__(pipeline, api, f"{api.root}/Accounts/{credentials.account_sid}")

    def __repr__(self) -> str:
        return f"<Client {self.account_sid} at {self._session.base}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. A session that was given stays open.

        A client from `with_options` closes nothing: the connections are those of the client it came from.
        """
        if self._is_owner:
            await self._session.close()

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = None,
        retry: Retry | None = None,
        on_retry: Callable[[RetryEvent], object] | None = None,
        user_agent: str | None = None,
    ) -> Self:
        """This client with other settings, for a few calls: `client.with_options(timeout=3).messages...`.

        It has the same connections, credentials and limits. What is not given stays as it is.

        Args:
            timeout: Seconds that each call may take in all, or a `Timeout`.
            retry: How often and how fast failed requests are repeated, with a budget of its own.
            on_retry: Called with a `RetryEvent` before each repetition.
            user_agent: What to put before this library's name in the User-Agent.

        Raises:
            ConfigurationError: One of them cannot be; the text says what to give.
        """
        settings.check(
            retry=self._session.retry if retry is None else retry, on_retry=on_retry, user_agent=user_agent
        )
        session = self._session.with_options(
            timeout=None if timeout is None else settings.timeout(timeout),
            retry=retry,
            on_retry=on_retry,
            user_agent=user_agent,
        )
        other = copy.copy(self)
        other._session, other._is_owner = session, False  # noqa: SLF001 - its own kind
        return other

    @property
    def account_sid(self) -> str:
        """The account that the client acts for."""
        return self._session.credentials.account_sid

    @property
    def base_url(self) -> str:
        """The address of the API that the client asks."""
        return self._session.base

    @property
    def credentials_source(self) -> str:
        """Where the credentials came from, in the words of a 401: arguments or variables, without values."""
        return self._session.credentials.source

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Response:
        """Any request to any of Twilio's APIs, by the same credentials, limits and rules of repetition.

        Args:
            method: The HTTP method. GET, HEAD and DELETE are repeated like those of the resources; others
                only where it is certain that they were not executed.
            url: `https://...` of a host under twilio.com or of `base_url`, or a path of the API itself.
            params: The query, by Twilio's own names. Values are written as those of the resources are, and
                a sequence repeats its name.
            data: A form for the body, likewise.
            json: A body of JSON instead.

        Returns:
            The answer; `json()` gives what it says. A redirect is an answer too, and is not followed.

        Raises:
            InvalidArgument: The url leads elsewhere, or a value cannot be sent.
            ApiError: Twilio refuses it.
            TransportError: No answer; see `executed`.
        """
        request = raw.request(self._session.base, method, url, params=params, data=data, json=json)
        return await self._session.send(request)

    def iterate(
        self,
        url: str,
        *,
        key: str | None = None,
        params: Mapping[str, Any] | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[dict[str, Any]]:
        """Any list of any of Twilio's APIs, whose records stay the dicts that they are.

        It goes on by whatever link, token or number the pages of Twilio's APIs have, and ends where they say
        so. A page that says in another way that there is more ends in an error behind its last record.

        Args:
            url: As in `request`.
            key: Where a page has its records, such as "Resources" of SCIM; not needed where its `meta.key`
                tells.
            params: The filters, by Twilio's own names. The page size too, where an API does not call it
                PageSize: `pageSize` beside `pageToken`, `Size` of port-in requests.
            **paging: See `Paging`. Without a page size it is the server's own.

        Raises:
            InvalidArgument: As for a request, or the cursor is none of this list. Raised here; what follows
                is raised while the listing is read, with the `cursor` of the place.
            LinkError: The next page is elsewhere, or announced in a form that is not known; the text names
                the field.
            DecodeError: A page has no list of objects at `key`.
        """
        query = raw.query(self._session.base, url, key=key, params=params)
        return Listing(self._session, query, paging)
