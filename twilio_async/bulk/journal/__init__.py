"""Journals: the database that says of each message how far it has come.

`schema` has the tables, `files`, `databases` and `opening` open them, `reading` and `comparing` read them;
`groups` and `inserts` are what is written differently on SQLite and PostgreSQL, and `patience` waits for a
database that fails. The others have the transitions of a message's state, each one a function of a
connection in whose transaction it is done:

    module        from                to                                    by
    adding        nothing             planned, skipped (repeated)           an `add`
    claims        planned             leased, skipped (by a rule)           a worker with free slots
    results       leased              accepted, rejected, in doubt,         the answer to its request
                                      planned (not begun), canceled
    results       any without a SID   accepted                              an answer that comes late
    doubtful      leased              in doubt                              a lease that ended
    doubtful      in doubt, held      accepted, held, planned, canceled     Twilio's list, or the last wait
    changes       planned             canceled                              a person
    changes       in doubt, held      accepted, planned, canceled           a person
    changes       any without a SID   accepted                              a callback
    deliveries    accepted            the same, with a later status         callbacks, and pages of the list

A result that comes after its lease may settle a message that is in doubt or held as well: see `results`.
"""

from importlib.util import find_spec

for _name in ("sqlalchemy", "greenlet"):
    if find_spec(_name) is None:
        raise ModuleNotFoundError(f"campaigns need {_name}: pip install 'twilio-async[bulk]'", name=_name)
