"""Journals: the database that says of each message how far it has come.

`schema` has the tables, `databases` opens them, and the others have the transitions of a message's state,
each one a function of a connection in whose transaction it is done.
"""

from importlib.util import find_spec

for _name in ("sqlalchemy", "greenlet"):
    if find_spec(_name) is None:
        raise ModuleNotFoundError(f"campaigns need {_name}: pip install 'twilio-async[bulk]'", name=_name)
