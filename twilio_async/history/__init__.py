"""Histories of calls, messages and other records: streamed, exported, resumed."""
