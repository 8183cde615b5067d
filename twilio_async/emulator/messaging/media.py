"""The Media of a message, and the way to their bytes.

Metadata come as JSON or XML where the path has a suffix; without one the answer leads to a signed address
on another site: see `content_site`.

Source: https://www.twilio.com/docs/messaging/api/media-resource
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.messaging.messages import message_of
from twilio_async.emulator.routing import operation
from twilio_async.emulator.wire.replies import Reply, no_content

if TYPE_CHECKING:
    from twilio_async.emulator.memory.history import History
    from twilio_async.emulator.messaging.message_store import Media
    from twilio_async.emulator.requests import ApiRequest, Values


def _values(media: Media, request: ApiRequest) -> Values:
    path = f"{request.account_path}/Messages/{media.parent_sid}/Media/{media.sid}"
    return {
        "sid": media.sid,
        "account_sid": media.account_sid,
        "parent_sid": media.parent_sid,
        "content_type": media.content_type,
        "date_created": media.created_at,
        "date_updated": media.created_at,
        "uri": path + request.suffix,
    }


def list_(request: ApiRequest) -> Reply:
    """GET Messages/{MessageSid}/Media: one page, newest first."""
    start, end = request.date_bounds("DateCreated")
    return request.reply_page(_history(request), Selection(start, end), _values)


def fetch(request: ApiRequest) -> Reply:
    """GET Messages/{MessageSid}/Media/{Sid}: the metadata, or without a suffix 307 to the bytes."""
    media = _media(request)
    if request.has_suffix:
        return request.reply(media, _values)
    return Reply(HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": request.media_url(media)})


def delete(request: ApiRequest) -> Reply:
    """DELETE Messages/{MessageSid}/Media/{Sid}: 204."""
    _history(request).remove(_media(request))
    return no_content()


def _history(request: ApiRequest) -> History[Media]:
    return request.store.messaging.media_of(message_of(request).sid)


def _media(request: ApiRequest) -> Media:
    return request.found(_history(request).get(request.path_values[1]))


OPERATIONS = (
    operation("GET", "Messages/{MessageSid}/Media", list_),
    operation("GET", "Messages/{MessageSid}/Media/{Sid}", fetch),
    operation("DELETE", "Messages/{MessageSid}/Media/{Sid}", delete),
)
