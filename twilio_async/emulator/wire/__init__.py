"""The wire: how the API spells names, dates, numbers, parameters, refusals, documents and pages."""
