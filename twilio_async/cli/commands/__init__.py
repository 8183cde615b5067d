"""What can be asked for on the command line: one module for each family of commands."""
