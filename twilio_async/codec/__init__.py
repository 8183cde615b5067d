"""Bytes to a plain tree, and a tree to models: JSON and XML meet here and are the same from here on."""

from twilio_async.codec.models import Model, hidden, structure, structure_list
from twilio_async.codec.scalars import OpenEnum, OpenIntEnum
from twilio_async.codec.tree import parse
from twilio_async.codec.unreadable import Unreadable

__all__ = ["Model", "OpenEnum", "OpenIntEnum", "Unreadable", "hidden", "parse", "structure", "structure_list"]
