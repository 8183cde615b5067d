"""Histories: streams, exports and what is made of them."""
