"""Accounts: their credentials, keys, tokens and applications, and what they use."""
