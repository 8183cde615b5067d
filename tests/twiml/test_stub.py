"""The stubs are what the table says: made from it they are the same, and they have what programs find."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import pytest

from tools import stub_twiml
from twilio_async.twiml.element import TwiML
from twilio_async.twiml.making import Element
from twilio_async.twiml.table import Group, table


@pytest.mark.parametrize("group", stub_twiml.GROUPS)
def test_the_stub_is_made_from_the_table(group: Group) -> None:
    assert stub_twiml.path(group).read_text(encoding="utf-8") == stub_twiml.stub(group)


@pytest.mark.parametrize("group", stub_twiml.GROUPS)
def test_the_stub_has_what_programs_find(group: Group) -> None:
    module = import_module(f"twilio_async.twiml.{group}_response")
    tree = ast.parse(stub_twiml.path(group).read_text(encoding="utf-8"))
    stubbed = {
        node.name: {each.name for each in node.body if isinstance(each, ast.FunctionDef)} - {"__init__"}
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    found = {
        name: {each for each in {*dir(value)} - {*dir(Element)} if not each.startswith("_")}
        for name, value in vars(module).items()
        if inspect.isclass(value)
    }

    assert stubbed == found


@pytest.mark.parametrize("group", stub_twiml.GROUPS)
def test_the_table_is_sound(group: Group) -> None:
    rows = table()[group]
    for row in rows.values():
        assert row.about.endswith(".")
        assert {*row.children, *row.tolerated} <= rows.keys()
        assert row.text not in row.attributes
        methods = [rows[child].method for child in row.children]
        assert len({*methods}) == len(methods)
        assert not {*methods} & {*dir(TwiML), *dir(Element)}
