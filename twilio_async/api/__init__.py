"""Twilio's APIs, one folder for each generation or product."""
