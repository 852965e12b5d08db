"""The program at the prompt: `bin/havre COMMAND`, or `python -m havre COMMAND`."""

import os
import sys

import django

from havre.lib.env import WrongSetting


def main() -> int:
    """Set Django up, closed to other users, and do what was asked."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    try:
        django.setup()
    except (WrongSetting, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 -- there is nothing yet that could say it
        return 1
    from havre.prompt.main import main as commands  # noqa: PLC0415 -- models must be ready

    return commands(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
