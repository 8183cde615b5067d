"""Bytes to a plain tree or to models: JSON and XML meet here and are the same from here on."""

from twilio_async.core.codec.answers import decode_page, decode_record, structure, structure_list
from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum, OpenIntEnum
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

__all__ = [
    "Model",
    "OpenEnum",
    "OpenIntEnum",
    "Unreadable",
    "decode_page",
    "decode_record",
    "hidden",
    "parse",
    "structure",
    "structure_list",
]
