"""XML: documents of known shape and of any other, and characters that no document may hold."""
