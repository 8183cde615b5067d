"""The terminal: what the user is told there, what is asked, and what ends it all."""
