"""Phone numbers, those that can be bought and those of an account, and what hangs on them."""
