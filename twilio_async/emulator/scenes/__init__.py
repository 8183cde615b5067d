"""Scenes: what comes into being without the API."""
