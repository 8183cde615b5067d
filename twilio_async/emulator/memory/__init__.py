"""The emulator's memory: histories of records, instances of list resources, and identifiers."""
