"""The emulator's memory: histories, instances, and the identifiers of both."""
