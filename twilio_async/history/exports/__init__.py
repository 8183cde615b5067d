"""Exports: histories as files in a folder or an object store."""
