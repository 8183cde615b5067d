"""Trouble on purpose: its kinds, and which request meets which."""
