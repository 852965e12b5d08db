"""The directory's search: the same answers whatever the database, and without one.

It is fed with entries (`entry`), asked with a `Wanted` and answers with a `Found` (`wanted`).
It knows no model, no setting and no clock: what time it is, is said to it. Nothing is logged.
"""
