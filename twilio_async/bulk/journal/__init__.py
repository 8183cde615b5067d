"""Journals: the database that says of each message how far it has come.

`schema` has the tables, `databases` opens them, and the others have the transitions of a message's state, each
one function of SQL in a transaction that its caller opens.
"""
