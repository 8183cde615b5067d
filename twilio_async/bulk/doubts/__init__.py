"""Doubts: messages that Twilio may have executed or not, and how that is found out."""
