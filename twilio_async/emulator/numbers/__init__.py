"""Phone numbers: those that can be bought, those of an account, and what hangs on them."""
