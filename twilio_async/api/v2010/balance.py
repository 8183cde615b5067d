"""The balance of an account.

Source: https://github.com/twilio/twilio-oai (`twilio_api_v2010.json`)
"""

from decimal import Decimal

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.declare.base import Fetchable


@define(kw_only=True)
class Balance(Model):
    """The balance of an account, in `currency`. A subaccount has none of its own."""

    account_sid: str
    balance: Decimal | None = None
    currency: str | None = None


class BalanceResource(Fetchable[Balance]):
    """The account's balance, which follows its changes with some delay."""

    __slots__ = ()
