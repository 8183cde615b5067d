"""Campaigns on the command line: their journals, their settings, and how far they are."""
