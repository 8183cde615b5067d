"""Accounts of the emulator."""
