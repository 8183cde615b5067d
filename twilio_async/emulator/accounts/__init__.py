"""Accounts, their credentials, applications and usage."""
