"""BulkExport: the days of an account's messages, calls and conferences as files of bulkexports.twilio.com."""
