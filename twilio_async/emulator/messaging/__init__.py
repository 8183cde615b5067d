"""Messages with their media and feedback, in both generations, and short codes."""
