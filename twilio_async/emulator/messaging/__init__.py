"""Messages, their media, and short codes, in both generations."""
