"""BulkExport: the days of an account as files, of bulkexports.twilio.com."""
