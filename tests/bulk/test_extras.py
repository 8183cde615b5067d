"""Names that are loaded when they are used, and what is said where an extra is not installed."""

import importlib
import subprocess
import sys

import pytest

from twilio_async import ConfigurationError, bulk


def test_rules_about_numbers_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    monkeypatch.delitem(sys.modules, "twilio_async.bulk.rules.numbers", raising=False)

    with pytest.raises(ConfigurationError, match=r'pip install "twilio-async\[bulk\]"'):
        importlib.import_module("twilio_async.bulk.rules.numbers")


def test_sending_needs_no_extra() -> None:
    program = (
        "import sys; from twilio_async import bulk; bulk.send_many, bulk.SuppressionList, bulk.estimate; "
        "assert not {'phonenumbers', 'sqlalchemy'} & sys.modules.keys()"
    )

    subprocess.run([sys.executable, "-c", program], check=True)


def test_there_is_nothing_but_what_is_named() -> None:
    assert {"OutboundMessage", "send_many", "segments", "estimate", "LocalWindow"} <= {*dir(bulk)}
    unknown = "nothing"
    with pytest.raises(AttributeError, match=unknown):
        getattr(bulk, unknown)
