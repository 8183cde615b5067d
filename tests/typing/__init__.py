"""What type checkers read and nobody runs."""
