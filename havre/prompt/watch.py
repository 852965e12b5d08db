"""The desk's watch, in a process of its own: `python -m havre.prompt.watch PARENT`.

The desk's face starts it, and again if it dies; it ends with the desk (see hardening). So it is
never older than the desk, and judges nobody's silence before their page could come back.
"""

import asyncio
import os
import sys

import django
from django.utils.module_loading import import_string

from havre.lib.serving import keep_watch
from havre.prompt.hardening import harden


def main(parent: int) -> None:
    """Keep watch until SIGTERM, or until the process that started it is gone."""
    harden()
    if os.getppid() != parent:  # it was killed before we could ask to end with it
        return
    django.setup()
    asyncio.run(keep_watch(import_string("havre.desk.watching.watch")))


if __name__ == "__main__":
    main(int(sys.argv[1]))
