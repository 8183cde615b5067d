"""How the API writes: dates, numbers, parameters, errors, documents, pages."""
