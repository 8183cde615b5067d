"""Listings: what is asked for, how a page leads to the next, and how it is read."""
