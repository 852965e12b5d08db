"""Moves members into an empty house, in a process of its own: `python -m bench.founding N [M]`.

N responders and M supervisors, with real keys, stretched with the real parameters. Prints their
sign-ins as one line of JSON.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.db import transaction

TEAM = "night"


def main(members: int, supervisors: int = 0) -> None:
    """Make the tables, the keys and the members; print name, passphrase and code secret of each."""
    os.umask(0o077)
    django.setup()
    from havre.prompt import founding, migrating  # noqa: PLC0415 -- Django must be set up
    from havre.staff.actions import Newcomer  # noqa: PLC0415 -- Django must be set up
    from havre.vault.founding import draw  # noqa: PLC0415 -- Django must be set up

    migrating.migrate()
    newcomers = [
        Newcomer(f"responder{n}", f"Responder {n}", ("responder",), team=TEAM)
        for n in range(members)
    ] + [
        Newcomer(f"supervisor{n}", f"Supervisor {n}", ("supervisor",), team=TEAM)
        for n in range(supervisors)
    ]
    with ThreadPoolExecutor(2) as pool:
        welcomes = list(pool.map(founding.welcome, newcomers))
    with transaction.atomic(), transaction.atomic(using="keystore"):
        founding.found(draw(), welcomes, by="bench")
    migrating.close_files(django.conf.settings.DATA)
    print(json.dumps([[w.newcomer.name, w.passphrase, w.code] for w in welcomes]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
