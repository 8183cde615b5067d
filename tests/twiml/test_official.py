"""The official library as the judge: for each class, attribute and kind of value both write the same text."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st
from lxml.etree import canonicalize

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = ("voice_response", "messaging_response")
OFFICIAL = {name: import_module(f"twilio.twiml.{name}") for name in MODULES}
OURS = {name: import_module(f"twilio_async.twiml.{name}") for name in MODULES}
BASE: Any = import_module("twilio.twiml")

TEXTS = ("Hi", "", None, "1 < 2 & 3 > 2", "\"quoted\" and 'quoted'", "Grüße, 你好 😀", " two\nlines ")
VALUES = (
    *TEXTS,
    "http://example.com/?a=1&b=2",
    "a\tb\nc",
    True,
    False,
    0,
    17,
    -1,
    2.5,
    "#*",
    "initiated ringing",
)

# The official library writes a carriage return of a text as it is, which reads as a line feed.
CHARACTERS = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs"), include_characters="\t\n", exclude_characters="\ufffe\uffff"
    ),
    max_size=8,
)


def classes() -> Iterator[tuple[str, str, Any]]:
    """The module, the name and the class of each element that the official library has."""
    for module, official in OFFICIAL.items():
        for name, found in vars(official).items():
            if inspect.isclass(found) and found is not BASE.TwiML:
                yield module, name, found


def parameters(function: Any) -> dict[str, inspect.Parameter]:
    """The parameters of a method but for `self` and what takes any."""
    found = inspect.signature(function).parameters
    return {name: each for name, each in found.items() if name not in {"self", "kwargs"}}


def required(function: Any) -> dict[str, str]:
    return {name: "x" for name, each in parameters(function).items() if each.default is each.empty}


def methods(official: Any) -> dict[str, Any]:
    found: dict[str, Any] = {**vars(official)}
    return {name: each for name, each in found.items() if inspect.isfunction(each) and name != "__init__"}


def attributes() -> dict[tuple[str, str], list[str]]:
    """The arguments of each class, by its module and name, as the methods of its parents have them."""
    found: dict[tuple[str, str], list[str]] = {}
    for module, _, official in classes():
        for name, method in methods(official).items():
            made = getattr(official(**required(official.__init__)), name)(**required(method))
            found[module, type(made).__name__] = [*parameters(method)]
    return found


ELEMENTS = [pytest.param(module, found, id=f"{module}.{name}") for module, name, found in classes()]
ARGUMENTS = attributes()


def ours(module: str, official: Any) -> Any:
    return getattr(OURS[module], official.__name__)


def assert_same(mine: Any, official: Any) -> None:
    assert canonicalize(str(mine)) == canonicalize(str(official))
    if "&#09;" not in str(official):  # A tab is `&#9;` by the one and `&#09;` by the other.
        assert str(mine) == str(official)
        assert mine.to_xml(xml_declaration=False) == official.to_xml(xml_declaration=False)


def test_all_classes_are_met() -> None:
    assert len(ELEMENTS) == 64


@pytest.mark.parametrize(("module", "official"), ELEMENTS)
def test_each_value_of_each_attribute(module: str, official: Any) -> None:
    text = parameters(official.__init__)
    for name in ARGUMENTS.get((module, official.__name__), []):
        for value in TEXTS if name in text else VALUES:
            arguments = required(official.__init__) | {name: value}
            assert_same(ours(module, official)(**arguments), official(**arguments))


@pytest.mark.parametrize(("module", "official"), ELEMENTS)
def test_each_method_with_each_attribute(module: str, official: Any) -> None:
    for name, method in methods(official).items():
        for argument in [None, *parameters(method)]:
            arguments = required(method) | ({} if argument is None else {argument: "a & b"})
            parents = [each(**required(official.__init__)) for each in (ours(module, official), official)]
            made = [getattr(each, name)(**arguments) for each in parents]
            assert_same(*parents)
            assert_same(*made)


@pytest.mark.parametrize(("module", "official"), ELEMENTS)
def test_arguments_stand_at_the_same_positions(module: str, official: Any) -> None:
    for name, method in methods(official).items():
        positions = range(len(required(method)), len(parameters(method)) + 1)
        for count in positions:
            parents = [each(**required(official.__init__)) for each in (ours(module, official), official)]
            for each in parents:
                getattr(each, name)(*(f"value {number}" for number in range(count)))
            assert_same(*parents)


@pytest.mark.parametrize(("module", "official"), ELEMENTS)
def test_there_are_no_other_methods_and_attributes(module: str, official: Any) -> None:
    made = ours(module, official)
    added = {name for name in {*dir(made)} - {*dir(made.__mro__[1])} if not name.startswith("_")}

    assert added == {*methods(official)}
    arguments = ARGUMENTS.get((module, official.__name__), [])
    assert len(made.parameters) == len(arguments)
    for name in arguments:
        made(**required(official.__init__) | {name: "x"})


def grow(data: st.DataObject, mine: Any, theirs: Any, depth: int) -> None:
    """Add the same to both: elements, some with a text behind them."""
    names = [*methods(theirs.__class__)]
    for _ in range(data.draw(st.integers(0, 3)) if names and depth else 0):
        name = data.draw(st.sampled_from(names))
        method = getattr(theirs.__class__, name)
        chosen = data.draw(st.sets(st.sampled_from([*parameters(method)] or ["_"]), max_size=3)) - {"_"}
        arguments = {**required(method), **{each: data.draw(CHARACTERS) for each in chosen}}
        made = [getattr(each, name)(**arguments) for each in (mine, theirs)]
        grow(data, made[0], made[1], depth - 1)
        if data.draw(st.booleans()):
            text = data.draw(CHARACTERS)
            mine.append(text)
            theirs.append(text)


@given(st.data())
def test_whole_documents(data: st.DataObject) -> None:
    name, root = data.draw(
        st.sampled_from([*zip(MODULES, ("VoiceResponse", "MessagingResponse"), strict=True)])
    )
    responses = [getattr(modules[name], root)() for modules in (OURS, OFFICIAL)]
    grow(data, responses[0], responses[1], 4)

    assert canonicalize(str(responses[0])) == canonicalize(str(responses[1]))


def test_attributes_of_a_task_become_json() -> None:
    skills = {"skills": ["de", 'say "hi"'], "vip": True, "age": None}
    responses = [module.VoiceResponse() for module in (OURS["voice_response"], OFFICIAL["voice_response"])]
    for response in responses:
        response.enqueue(None, workflow_sid="WW1").task(skills, priority=5)

    assert_same(*responses)


def test_mixed_content_and_elements_of_any_name() -> None:
    responses = [
        module.MessagingResponse() for module in (OURS["messaging_response"], OFFICIAL["messaging_response"])
    ]
    for response in responses:
        response.append("before ")
        response.message("Hi", to="+15558675310").media("https://example.com/a.png")
        with response.add_child("Custom_1", "text", some_name=True, from_="x", xml_lang="de") as custom:
            custom.append("more").add_child("p.q", interpret_as=5)
        response.append(" after")

    assert "before " in str(responses[0])
    assert canonicalize(str(responses[0])).replace("textmore", "more") == canonicalize(str(responses[1]))


def test_helpers_of_names() -> None:
    package: Any = import_module("twilio_async.twiml")
    for name in ("", None, "foo", "foo_bar", "foO_Bar_baz", "fooBar", "a_1"):
        assert package.lower_camel(name) == BASE.lower_camel(name)
    for language in (None, "", "en-US", "EN_us"):
        assert package.format_language(language) == BASE.format_language(language)
    for language in ("english", "en-USA", "en"):
        with pytest.raises(package.TwiMLException):
            package.format_language(language)
