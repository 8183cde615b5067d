"""The description of control as an OpenAPI document, made of its routes."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from twilio_async.emulator.control import answers
from twilio_async.emulator.control.routes import PREFIX, ROUTES, Route

_REFERENCE = "#/components/schemas/{name}"
_EVENTS = (
    "What changes, as server-sent events that are named as the requests whose JSON they have: all, or "
    "those of `?names=state,messages`."
)
_OTHERS = {
    f"{PREFIX}/openapi.json": ("openapi", "This document.", "application/json"),
    f"{PREFIX}/events": ("events", _EVENTS, "text/event-stream"),
    "/": ("page", "A page to look at.", "text/html"),
}


@cache
def document() -> bytes:
    """The document, as JSON."""
    types: list[Any] = [answers.Trouble]
    for route in ROUTES:
        types += [one for one in (route.answer, route.query, route.body) if one is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    schema_of = dict(zip(map(id, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        operation = _operation(route, schema_of, components)
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    for path, (name, summary, content_type) in _OTHERS.items():
        answer: dict[str, Any] = {"description": summary, "content": {content_type: {}}}
        paths[path] = {"get": {"operationId": name, "summary": summary, "responses": {"200": answer}}}
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Control of the Twilio emulator",
                "version": "1",
                "description": "What tests, programs and people see and change of the emulator.",
            },
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def _operation(route: Route, schema_of: dict[int, Any], components: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if route.answer is not None:
        done["content"] = {"application/json": {"schema": schema_of[id(route.answer)]}}
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "responses": {str(int(route.status)): done, "default": _trouble(schema_of)},
    }
    parameters: list[dict[str, Any]] = []
    if route.placeholder is not None:
        schema = {"type": "string"}
        parameters.append({"name": route.placeholder, "in": "path", "required": True, "schema": schema})
    if route.query is not None:
        properties = components[route.query.__name__]["properties"]
        parameters += [{"name": name, "in": "query", "schema": one} for name, one in properties.items()]
    if parameters:
        operation["parameters"] = parameters
    if route.body is not None:
        content = {"application/json": {"schema": schema_of[id(route.body)]}}
        operation["requestBody"] = {"required": False, "content": content}
    return operation


def _trouble(schema_of: dict[int, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema_of[id(answers.Trouble)]}}
    return {"description": "Why not.", "content": content}
