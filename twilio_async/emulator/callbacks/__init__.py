"""Callbacks: requests that the emulator makes to webhooks, when they are made, and the log of them."""
