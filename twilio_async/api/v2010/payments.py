"""Payments: card and bank details that a caller enters during a call, unseen by your server.

Source: https://www.twilio.com/docs/voice/api/payment-resource
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import define

from twilio_async.declare.base import Collection, Resource
from twilio_async.declare.endpoints import post
from twilio_async.declare.records import LinkedRecord


@define(kw_only=True)
class CallPayment(LinkedRecord):
    """A session that captures the details of a payment during a call. Dates are in UTC."""

    call_sid: str | None = None


class CallPaymentContext(Resource):
    """One payment of a call."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        idempotency_key: str,
        status_callback: str,
        capture: Literal[
            "payment-card-number",
            "expiration-date",
            "security-code",
            "postal-code",
            "bank-routing-number",
            "bank-account-number",
            "payment-card-number-matcher",
            "expiration-date-matcher",
            "security-code-matcher",
            "postal-code-matcher",
        ]
        | None = None,
        status: Literal["complete", "cancel"] | None = None,
    ) -> CallPayment:
        """Ask for the next piece of information, or end the payment.

        Args:
            idempotency_key: A text of your own, new for each change: Twilio acts on it once.
            status_callback: Where Twilio posts the progress.
            capture: What the caller enters now; the matchers ask for it a second time.
            status: "complete" charges the card or makes the token, "cancel" gives up.
        """
        ...


class CallPayments(Collection[CallPaymentContext], sids="PK"):
    """The payments (PK...) of a live call."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        idempotency_key: str,
        status_callback: str,
        charge_amount: Decimal | None = None,
        currency: str | None = None,
        description: str | None = None,
        payment_connector: str | None = None,
        payment_method: Literal["credit-card", "ach-debit"] | None = None,
        bank_account_type: Literal["consumer-checking", "consumer-savings", "commercial-checking"]
        | None = None,
        token_type: Literal["one-time", "reusable", "payment-method"] | None = None,
        valid_card_types: str | None = None,
        security_code: bool | None = None,
        postal_code: bool | None = None,
        min_postal_code_length: int | None = None,
        input: Literal["dtmf"] | None = None,
        timeout: int | None = None,
        require_matching_inputs: str | None = None,
        confirmation: bool | None = None,
        parameter: str | Mapping[str, Any] | None = None,
    ) -> CallPayment:
        """Begin a payment.

        Args:
            idempotency_key: A text of your own, new for each payment: Twilio begins it once.
            status_callback: Where Twilio posts the progress.
            charge_amount: What to charge, in `currency`, below 1,000,000; none, or 0, only makes a token.
            currency: Of the amount, "USD" where not given.
            description: What the payment is for, as the payment's provider keeps it.
            payment_connector: The name of the connector to the provider, "Default" where not given.
            payment_method: A card, which is meant where not given, or a bank account.
            bank_account_type: What kind of bank account it is.
            token_type: What token to make where nothing is charged.
            valid_card_types: The cards that are taken, with spaces between; "visa mastercard amex" where not
                given.
            security_code: Whether the card's security code is asked for; it is where not given.
            postal_code: Whether the postal code is asked for; it is where not given.
            min_postal_code_length: How many digits of the postal code must be entered.
            input: How it is entered: by keypad.
            timeout: Seconds to wait for each digit behind the first, 5 where not given, 600 at most.
            require_matching_inputs: What is to be entered twice alike, with commas between:
                "payment-card-number,security-code".
            confirmation: Whether the caller must confirm what was entered; not so where not given.
            parameter: Names and values that the connector passes on to the provider; bank accounts need them.
        """
        ...
