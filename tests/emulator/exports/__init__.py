"""Tests of BulkExport."""
