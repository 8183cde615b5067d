"""Bytes to a plain tree (`tree`) or to models (`answers`): JSON and XML meet here and become the same.

The client itself needs no more than the trees. What makes models, and cattrs with it, is imported by the
first family of resources, or the first list, that is used.
"""
