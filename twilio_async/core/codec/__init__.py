"""Bytes to a plain tree (`tree`) or to models (`answers`): JSON and XML meet here and become the same.

The client itself needs no more than the trees. The models, and cattrs with them, are imported by the first
family of resources that is used.
"""
