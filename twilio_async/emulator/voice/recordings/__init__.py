"""Recordings: their metadata and audio, their transcriptions, and the findings of add-ons about them."""
