"""Flows: messages and calls that come in, and what the TwiML of webhooks makes of them."""
