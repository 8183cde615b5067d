"""How the API writes records and lists of them, in JSON and in XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import orjson

from tests.support.server import Step, answer
from twilio_async.core.wire import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Form: TypeAlias = Literal["json", "xml"]

_UPPER = {"sms": "SMS", "mms": "MMS"}


def record_answer(form: Form, status: int, record: Any, **headers: str) -> Step:
    """One record, or whatever else stands in its place."""
    if form == "json":
        return answer(status, orjson.dumps(record), **headers)
    return answer(status, _document(_element("Record", record)), Content_Type="application/xml", **headers)


def list_answer(form: Form, key: str, records: Sequence[Any], **envelope: Any) -> Step:
    """A page of records; `envelope` is what it says of itself besides."""
    fields = {
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": len(records),
        "previous_page_uri": None,
    } | envelope
    if form == "json":
        return answer(200, orjson.dumps({**fields, key: records}))
    return answer(200, _document(_list(key, records, fields)), Content_Type="application/xml")


def _document(inner: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>{inner}</TwilioResponse>".encode()


def _list(key: str, records: Sequence[Any], envelope: Mapping[str, Any]) -> str:
    attributes = "".join(
        f" {name.replace('_', '')}={quoteattr('' if value is None else str(value))}"
        for name, value in envelope.items()
    )
    items = "".join(_element(_singular(key), record) for record in records)
    return f"<{_camel(key)}{attributes}>{items}</{_camel(key)}>"


def _element(name: str, value: Any) -> str:
    if is_object(value):
        inner = "".join(_element(_camel(key), _address(key, field)) for key, field in value.items())
    elif is_list(value):
        inner = "".join(_element(_singular(name), item) for item in value)
    elif isinstance(value, bool):
        inner = str(value).lower()
    else:
        inner = "" if value is None else escape(str(value))
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


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
