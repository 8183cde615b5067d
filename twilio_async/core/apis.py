"""Twilio's APIs, as far as requests to one differ from those to another.

A tree of resources hangs on one of these descriptions: `client.v2010`, `client.v2008`, and whatever product
is declared next (`Api(host="verify", root="/v2")`). All else is alike, or told by the answers themselves.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

Encoding: TypeAlias = Literal["form", "json"]
"""The form of a request's body."""
NameStyle: TypeAlias = Literal["PascalCase", "camelCase", "snake_case"]
"""The spelling of parameters: `StatusCallback`, `statusCallback` or `status_callback`."""

MAIN_HOST = "api"
"""The first label of the host that a client's base names."""


@frozen(kw_only=True)
class Api:
    """One of Twilio's APIs.

    Attributes:
        host: The first label of its host: "verify" is verify.twilio.com, or verify.dublin.ie1.twilio.com.
        root: What its paths begin with.
        suffix: What its paths end with.
        size_name: The parameter of the page size of its lists.
        encoding: How the bodies of its requests are written. A query is always a form.
        names: How its parameters are spelt.
    """

    host: str = MAIN_HOST
    root: str
    suffix: str = ""
    size_name: str = "PageSize"
    encoding: Encoding = "form"
    names: NameStyle = "PascalCase"


API_2010 = Api(root="/2010-04-01", suffix=".json")
API_2010_XML = Api(root="/2010-04-01")
API_2008 = Api(root="/2008-08-01", size_name="num")
BULK_EXPORTS_V1 = Api(host="bulkexports", root="/v1")
