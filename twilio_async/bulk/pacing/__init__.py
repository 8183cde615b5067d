"""Pacing: how fast each sender may send, in message segments a second."""
