"""Requests of the emulator to webhooks."""
