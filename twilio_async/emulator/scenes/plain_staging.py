"""What cannot be made through the API: short codes, and apps that connect accounts."""

from twilio_async.emulator.accounts.applications import AUTHORIZED_CONNECT_APPS, CONNECT_APP, CONNECT_APPS
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account
from twilio_async.emulator.messaging.short_codes import SHORT_CODE, SHORT_CODES


def add_short_code(store: Store, account: Account, short_code: str, friendly_name: str) -> Item:
    """Lease a short code."""
    values = {**SHORT_CODE, "short_code": short_code, "friendly_name": friendly_name}
    return store.add_item(SHORT_CODES, store.new_sid("SC"), account.sid, (), values)


def add_connect_app(store: Store, account: Account, friendly_name: str) -> Item:
    """Register an app that other accounts can authorize."""
    values = {**CONNECT_APP, "friendly_name": friendly_name}
    return store.add_item(CONNECT_APPS, store.new_sid("CN"), account.sid, (), values)


def add_authorized_connect_app(store: Store, account: Account, friendly_name: str, company_name: str) -> Item:
    """Authorize the app of somebody else."""
    values: dict[str, object] = {
        "connect_app_friendly_name": friendly_name,
        "connect_app_company_name": company_name,
        "connect_app_description": "",
        "connect_app_homepage_url": "",
        "permissions": ["get-all"],
    }
    return store.add_item(AUTHORIZED_CONNECT_APPS, store.new_sid("CN"), account.sid, (), values)
