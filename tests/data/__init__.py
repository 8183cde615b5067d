"""Answers to models, lists to items, files to disk: what the client makes of Twilio's data."""
