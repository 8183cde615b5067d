"""One file per family of resources: its models beside its endpoints."""
