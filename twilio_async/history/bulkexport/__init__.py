"""BulkExport as the source of a history: the days that have files, and pages of those."""
