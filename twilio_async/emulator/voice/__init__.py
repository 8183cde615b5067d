"""The voice part of the emulator: calls, conferences and everything that hangs on them, in both generations.

It stands on the emulator's common parts (requests, lists, documents) and meets them in two places: the store
holds its `VoiceStore`, and the routing takes its operations.
"""
