"""Scenes: what comes into being without the API, such as received calls and seeded histories."""
