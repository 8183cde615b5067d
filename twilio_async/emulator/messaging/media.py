"""The Media of a message, and the way to their bytes.

Metadata come as JSON or XML where the path has a suffix; without one the answer leads to a signed address
on another site. After https://www.twilio.com/docs/messaging/api/media-resource.
"""

from http import HTTPStatus
from typing import Any, Final

from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.messaging.message_records import Media
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.dates import rfc2822
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.parameters import DateFilter, Parameter

_CREATED: Final = DateFilter("DateCreated")
LIST_PARAMETERS: Final[tuple[Parameter[Any], ...]] = _CREATED.parameters


def _fields(media: Media, view: View) -> Fields:
    return {
        "sid": media.sid,
        "account_sid": media.account_sid,
        "parent_sid": media.message_sid,
        "content_type": media.content_type,
        "date_created": rfc2822(media.created_at),
        "date_updated": rfc2822(media.created_at),
        "uri": f"{view.account_path}/Messages/{media.message_sid}/Media/{media.sid}{view.suffix}",
    }


MEDIA: Final = Resource("Media", "media_list", "MediaList", _fields)


def list_(call: Call) -> Reply:
    """GET Messages/{MessageSid}/Media: one page, newest first."""
    start, end = _CREATED.bounds(call.arguments)
    return call.page(MEDIA, call.store.media_of(call.message()), Selection(start, end))


def fetch(call: Call) -> Reply:
    """GET Messages/{MessageSid}/Media/{Sid}: the metadata, or without a suffix 307 to the bytes."""
    media = _media(call)
    if call.has_suffix:
        return call.item(MEDIA, media)
    return Reply(HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": call.sign(media)})


def delete(call: Call) -> Reply:
    """DELETE Messages/{MessageSid}/Media/{Sid}: 204."""
    media = _media(call)
    call.store.media_of(call.message()).remove(media)
    return Reply(HTTPStatus.NO_CONTENT)


def _media(call: Call) -> Media:
    return call.found(call.store.media_of(call.message()).get(call.names[1]))
