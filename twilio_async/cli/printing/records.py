"""Records of the program's own, which are shown as Twilio's are."""

from attrs import define

from twilio_async import AccountStatus, AccountType, Model


@define(kw_only=True)
class WhoAmI(Model):
    """The account that a command acts for, and where its credentials and its API are.

    What is None beside the address is what Twilio does not show to these credentials. `region` is None where
    the address is not Twilio's.
    """

    account_sid: str
    friendly_name: str | None
    status: AccountStatus | None
    type: AccountType | None
    credentials: str
    region: str | None
    base_url: str


@define(kw_only=True)
class Removal(Model):
    """What is left to say of a record that is gone; `status` is "deleted" or "released"."""

    sid: str
    status: str


@define(kw_only=True)
class SavedProfile(Model):
    """A profile without its secret; `secret_in` is "keyring" or "file"."""

    name: str
    is_default: bool
    account_sid: str
    api_key: str | None
    secret_in: str
    base_url: str | None
    region: str | None
    edge: str | None
