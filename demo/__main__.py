"""`bin/demo`: from a fresh clone to a running, seeded line."""

import argparse
import os
import sys
from pathlib import Path

import django

from demo import phone, signins

ROOT = Path(__file__).resolve().parent.parent
_SERVICES = 5070


def main() -> int:
    """Show the codes, or prepare and serve until somebody ends it."""
    options = _parser().parse_args()
    data = options.data.expanduser().resolve()
    if options.codes:
        return _show_codes(data)
    os.umask(0o077)
    _set_environment(data, options.port, options.desk_port, options.talks)
    if options.phone:
        phone.set_environment(options.phone_port, options.phone_program_port)
    elif options.phone_socket:
        os.environ |= {
            "HAVRE_PHONE": "yes",
            "HAVRE_PHONE_SOCKET": options.phone_socket,
            "HAVRE_PHONE_SIP_PORT": str(options.phone_port),
        }
    if options.phone or options.phone_service_port:
        phone.let_call(options.phone_service_port or _SERVICES)
    django.setup()
    from demo.start import start  # noqa: PLC0415 -- its models need the settings made above

    return start(data, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "bin/demo",
        description="Makes whatever is missing, seeds the night shift and serves it on this "
        "machine. Ends on SIGTERM or Ctrl-C. Nothing in it is real.",
    )
    parser.add_argument("--port", type=_port, default=8000, help="the front's (default 8000)")
    parser.add_argument("--desk-port", type=_port, default=8001, help="the desk's (default 8001)")
    parser.add_argument("--data", type=Path, default=ROOT / ".data" / "demo", help="its folder")
    parser.add_argument(
        "--talks", type=int, default=60, help="how many may begin to write in a minute (default 60)"
    )
    phones = parser.add_mutually_exclusive_group()
    phones.add_argument(
        "--phone",
        action="store_true",
        help="take calls too: the phone engine is fetched once (about 100 MB) and runs beside it",
    )
    phones.add_argument(
        "--phone-socket", help="where a phone engine that runs takes browsers: ws://127.0.0.1:…/ws"
    )
    parser.add_argument("--phone-port", type=_port, default=5060, help="for calls (default 5060)")
    parser.add_argument(
        "--phone-program-port", type=_port, default=8088, help="the engine's own (default 8088)"
    )
    parser.add_argument(
        "--phone-service-port",
        type=_port,
        help="where a soft phone plays the services that Ana calls "
        f"(with --phone, default {_SERVICES})",
    )
    parser.add_argument("--reset", action="store_true", help="forget that demo and start over")
    parser.add_argument("--codes", action="store_true", help="print the sign-ins, then end")
    return parser


def _port(word: str) -> int:
    if word.isdecimal() and 0 < int(word) < 65_536:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word} is no port: it takes a number from 1 to 65535")


def _show_codes(data: Path) -> int:
    found = signins.kept(data)
    if not found:
        print(f"No demo was seeded in {data}. Start bin/demo first.", file=sys.stderr)
        return 1
    print(signins.table(found), flush=True)
    return 0


def _set_environment(data: Path, port: int, desk_port: int, talks: int) -> None:
    """The demo's settings and no others: whatever real line the caller runs is left alone."""
    for name in [name for name in os.environ if name.startswith("HAVRE_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "havre.settings",
        "HAVRE_DATA": str(data),
        "HAVRE_DEMO": "yes",
        "HAVRE_OFFICE_EMAIL": "office@line.example",
        "HAVRE_SMTP_URL": "memory:",
        "HAVRE_TALKS_A_MINUTE": str(talks),
        "HAVRE_FRONT_URL": f"http://127.0.0.1:{port}",
        "HAVRE_DESK_URL": f"http://localhost:{desk_port}",
    }


if __name__ == "__main__":
    sys.exit(main())
