"""API generation 2010-04-01: one file per family of resources, its models beside its endpoints."""
