"""Connect apps: what others let into their Twilio accounts, and whom the account has let in.

Source: https://www.twilio.com/docs/iam/connect-apps/api
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias, Unpack

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post

_Permission: TypeAlias = Literal["get-all", "post-all"]


class ConnectAppPermission(OpenEnum):
    """A right of a connect app in an account that lets it in: to read everything, or to change everything."""

    GET_ALL = "get-all"
    POST_ALL = "post-all"


@define(kw_only=True)
class ConnectApp(Model):
    """An app of the account that others may let into theirs."""

    sid: str
    account_sid: str
    friendly_name: str | None = None
    company_name: str | None = None
    description: str | None = None
    homepage_url: str | None = None
    authorize_redirect_url: str | None = None
    deauthorize_callback_url: str | None = None
    deauthorize_callback_method: str | None = None
    permissions: list[ConnectAppPermission] | None = None
    uri: str | None = None


@define(kw_only=True)
class AuthorizedConnectApp(Model):
    """An app of others that the account has let in."""

    account_sid: str
    connect_app_sid: str
    connect_app_friendly_name: str | None = None
    connect_app_company_name: str | None = None
    connect_app_description: str | None = None
    connect_app_homepage_url: str | None = None
    permissions: list[ConnectAppPermission] | None = None
    uri: str | None = None


class ConnectAppContext(Fetchable[ConnectApp], Deletable):
    """One app of the account."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        friendly_name: str | None = None,
        company_name: str | None = None,
        description: str | None = None,
        homepage_url: str | None = None,
        authorize_redirect_url: str | None = None,
        deauthorize_callback_url: str | None = None,
        deauthorize_callback_method: HttpMethod | None = None,
        permissions: _Permission | Sequence[_Permission] | None = None,
    ) -> ConnectApp:
        """Change the app; what is not given stays.

        Args:
            friendly_name: Its name.
            company_name: The name of your company.
            description: What it is for.
            homepage_url: Where people can read about it.
            authorize_redirect_url: Where Twilio sends the browser of someone who has let it in.
            deauthorize_callback_url: Where Twilio reports that someone no longer lets it in.
            deauthorize_callback_method: How it does.
            permissions: What it asks for: "get-all", "post-all" or both.
        """
        ...


class ConnectApps(Collection[ConnectAppContext], sids="CN"):
    """The account's own apps (CN...); new ones are made in Twilio's console."""

    __slots__ = ()

    @listing("connect_apps")
    def list(self, **paging: Unpack[Paging]) -> Listing[ConnectApp]:
        """The account's own apps."""
        ...


class AuthorizedConnectAppContext(Fetchable[AuthorizedConnectApp]):
    """One app of others that the account has let in."""

    __slots__ = ()


class AuthorizedConnectApps(Collection[AuthorizedConnectAppContext], sids="CN"):
    """The apps (CN...) of others that the account has let in.

    Source: https://www.twilio.com/docs/iam/authorized-connect-apps/api
    """

    __slots__ = ()

    @listing("authorized_connect_apps")
    def list(self, **paging: Unpack[Paging]) -> Listing[AuthorizedConnectApp]:
        """The apps of others that the account has let in."""
        ...
