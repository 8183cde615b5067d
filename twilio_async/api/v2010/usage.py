"""The usage of an account and its cost, by day, month or year, triggers that watch it, and the balance.

Source: https://www.twilio.com/docs/usage/api/usage-record
Source: https://www.twilio.com/docs/usage/api/usage-trigger
Source: https://github.com/twilio/twilio-oai (`twilio_api_v2010.json`)
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Unpack

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import Record


@define(kw_only=True)
class UsageRecord(Model):
    """The usage of one category from `start_date` to the end of `end_date`, both UTC days.

    `count` is in `count_unit` (calls; an amount for "totalprice"), `usage` in `usage_unit` (billed minutes),
    `price` in `price_unit` and positive for a charge. `as_of` is the UTC instant up to which it is counted.
    """

    account_sid: str
    category: str
    description: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    as_of: datetime | None = None
    count: Decimal | None = None
    count_unit: str | None = None
    usage: Decimal | None = None
    usage_unit: str | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    api_version: str | None = None
    uri: str | None = None
    subresource_uris: dict[str, str] | None = None


class UsageRecordList(Resource):
    """Usage, in one of its divisions."""

    __slots__ = ()

    @listing("usage_records")
    def list(
        self,
        *,
        category: str | None = None,
        start_date: date | str | None = None,
        end_date: date | str | None = None,
        include_subaccounts: bool | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[UsageRecord]:
        """The usage of each category; a division by time gives one record for each of its spans.

        Args:
            category: Only this one, such as "sms" or "calls-inbound"; categories contain one another, and
                "totalprice" sums up all.
            start_date: From this UTC day on, or from so many days before today: "-30days".
            end_date: Up to and including this UTC day, or a day counted likewise.
            include_subaccounts: Whether that of subaccounts is added; it is where not given.
            **paging: See `Paging`.
        """
        ...


class UsageRecords(UsageRecordList):
    """The account's usage: its own list has one record for each category over the whole time asked for."""

    __slots__ = ()
    all_time = Below(UsageRecordList, "AllTime")
    daily = Below(UsageRecordList, "Daily")
    last_month = Below(UsageRecordList, "LastMonth")
    monthly = Below(UsageRecordList, "Monthly")
    this_month = Below(UsageRecordList, "ThisMonth")
    today = Below(UsageRecordList, "Today")
    yearly = Below(UsageRecordList, "Yearly")
    yesterday = Below(UsageRecordList, "Yesterday")


class TriggerRecurrence(OpenEnum):
    """The span after which a trigger begins anew."""

    DAILY = "daily"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    ALLTIME = "alltime"


class TriggerBy(OpenEnum):
    """Which number of a usage record a trigger watches."""

    COUNT = "count"
    USAGE = "usage"
    PRICE = "price"


@define(kw_only=True)
class UsageTrigger(Record):
    """A webhook that is called once usage reaches `trigger_value`. Dates are in UTC.

    `trigger_value` and `current_value` are in the unit of what `trigger_by` names.
    """

    account_sid: str | None = None
    friendly_name: str | None = None
    usage_category: str | None = None
    trigger_by: TriggerBy | None = None
    trigger_value: Decimal | None = None
    current_value: Decimal | None = None
    recurring: TriggerRecurrence | None = None
    date_fired: datetime | None = None
    callback_url: str | None = None
    callback_method: str | None = None
    usage_record_uri: str | None = None
    api_version: str | None = None
    uri: str | None = None


class UsageTriggerContext(Fetchable[UsageTrigger], Deletable):
    """One trigger."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        callback_url: str | None = None,
        callback_method: HttpMethod | None = None,
        friendly_name: str | None = None,
    ) -> UsageTrigger:
        """Change what the trigger calls, or its name.

        Args:
            callback_url: What Twilio calls when the trigger fires.
            callback_method: How it does.
            friendly_name: Its name, 64 characters at most.
        """
        ...


class UsageTriggers(Collection[UsageTriggerContext], sids="UT"):
    """The account's triggers (UT...)."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        usage_category: str,
        trigger_value: Decimal | int | str,
        callback_url: str,
        callback_method: HttpMethod | None = None,
        trigger_by: Literal["count", "usage", "price"] | None = None,
        recurring: Literal["daily", "monthly", "yearly", "alltime"] | None = None,
        friendly_name: str | None = None,
    ) -> UsageTrigger:
        """Have a webhook called once usage reaches a value.

        Args:
            usage_category: The category to watch, such as "sms" or "totalprice".
            trigger_value: The value to fire at; as text with a plus, such as "+30", so much above what it is
                now.
            callback_url: What Twilio calls when the trigger fires.
            callback_method: How it does, by POST where not given.
            trigger_by: Which number of the usage record to watch, "usage" where not given.
            recurring: Fire once in each UTC day, month or year; once at all where not given.
            friendly_name: Its name, 64 characters at most.
        """
        ...

    @listing("usage_triggers")
    def list(
        self,
        *,
        usage_category: str | None = None,
        trigger_by: TriggerBy | str | None = None,
        recurring: TriggerRecurrence | str | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[UsageTrigger]:
        """The account's triggers.

        Args:
            usage_category: Those that watch this category.
            trigger_by: Those that watch this number of the usage record.
            recurring: Those that begin anew so often.
            **paging: See `Paging`.
        """
        ...


class Usage(Resource):
    """The resources below `/Usage`."""

    __slots__ = ()
    records = Below(UsageRecords, "Records")
    triggers = Below(UsageTriggers, "Triggers")


@define(kw_only=True)
class Balance(Model):
    """The balance of an account, in `currency`. A subaccount has none of its own."""

    account_sid: str
    balance: Decimal | None = None
    currency: str | None = None


class BalanceResource(Fetchable[Balance]):
    """The account's balance, which follows its changes with some delay."""

    __slots__ = ()
