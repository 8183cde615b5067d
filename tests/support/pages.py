"""Records and pages of lists as Twilio writes them: in JSON, and in the XML of either generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import orjson
from lxml import etree

from tests.support.server import answer
from twilio_async.core.wire import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.emulator_api import Element
    from tests.support.server import Step

Form: TypeAlias = Literal["json", "xml", "2008"]
"""JSON and XML of 2010-04-01, and the XML of 2008-08-01: indented, and without a declaration."""
FORMS: tuple[Form, ...] = ("json", "xml", "2008")

_UPPER = {"sms": "SMS", "mms": "MMS", "sms_message": "SMSMessage", "sms_messages": "SMSMessages"}


def record_body(form: Form, name: str, record: Any, *, cdata: bool = False) -> bytes:
    """One record, or whatever else stands in its place; its name is that of its element in XML."""
    if form == "json":
        return orjson.dumps(record)
    return _document(form, _element(_camel(name), record, cdata=cdata))


def page_body(form: Form, key: str, records: Sequence[Any], /, **envelope: Any) -> bytes:
    """A page of a list; `envelope` is all that it says besides its records, such as `next_page_uri`."""
    if form == "json":
        return orjson.dumps({**envelope, key: records})
    page = _element(_camel(key), None)
    for name, value in envelope.items():
        page.set(name.replace("_", ""), "" if value is None else str(value))
    page.extend(_element(_singular(key), record) for record in records)
    return _document(form, page)


def record_answer(form: Form, name: str, record: Any, *, status: int = 200, **headers: str) -> Step:
    """The answer whose body is `record_body`."""
    return _answer(form, record_body(form, name, record), status, headers)


def page_answer(form: Form, key: str, records: Sequence[Any], /, **envelope: Any) -> Step:
    """The answer whose body is `page_body`."""
    return _answer(form, page_body(form, key, records, **envelope), 200, {})


def _answer(form: Form, body: bytes, status: int, headers: dict[str, str]) -> Step:
    kind = "json" if form == "json" else "xml"
    return answer(status, body, Content_Type=f"application/{kind}", **headers)


def _document(form: Form, element: Element) -> bytes:
    root = etree.Element("TwilioResponse")
    root.append(element)
    if form == "2008":
        etree.indent(root, space="    ")
        return etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _element(name: str, value: Any, *, cdata: bool = False) -> Element:
    element = etree.Element(name)
    if is_object(value):
        element.extend(
            _element(_camel(key), _address(key, field), cdata=cdata) for key, field in value.items()
        )
    elif is_list(value):
        element.extend(_element(_singular(name), item, cdata=cdata) for item in value)
    elif value not in {None, ""}:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        element.text = etree.CDATA(text) if cdata and "]]>" not in text else text
    return element


def _address(key: str, value: Any) -> Any:
    """The value of a field; addresses of resources have no suffix in XML."""
    if key == "uri" and isinstance(value, str):
        return value.removesuffix(".json")
    if key == "subresource_uris" and is_object(value):
        return {name: _address("uri", uri) for name, uri in value.items()}
    return value


def _singular(name: str) -> str:
    """The name of an item in a list: `IceServer` of `ice_servers` or `IceServers`."""
    for plural, singular in (("_list", ""), ("ies", "y"), ("sses", "ss"), ("s", "")):
        if name.endswith(plural):
            return _camel(name.removesuffix(plural) + singular)
    return _camel(name)


def _camel(key: str) -> str:
    return _UPPER.get(key) or "".join(word[:1].upper() + word[1:] for word in key.split("_"))
