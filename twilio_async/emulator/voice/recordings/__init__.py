"""Recordings and transcriptions, in both generations."""
