"""`havre init`: the root key, the role keys, the first members. Secrets are shown once."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

import pyotp
from django.conf import settings
from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.prompt import membership, migrating
from havre.prompt.said import DONE, Commands, Refused, passphrase, say
from havre.staff.actions import Newcomer, Prepared, add_member, prepare
from havre.staff.models import Member
from havre.vault import founding
from havre.vault.models import RoleKey

BY = "init"


@dataclass(frozen=True, slots=True)
class Welcome:
    """One first member with what they alone will keep."""

    newcomer: Newcomer
    prepared: Prepared
    passphrase: str
    code: str


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre init`."""
    parser = commands.add_parser(
        "init",
        help="set the house up: keys and first members",
        description="Makes the root key, the keys of the roles and the first members, at least two "
        "holders per role, and one printed recovery key per role. Shows every secret once: "
        "the passphrases, the second factors, the recovery keys and the root key.",
    )
    parser.add_argument(
        "--members",
        type=Path,
        metavar="FILE",
        help="TOML with a [[members]] table each: name, alias, roles, and if you like team and "
        "language; without it you are asked",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Found the house and show what is shown once."""
    file = options.members
    newcomers = membership.from_file(file) if file else membership.asked()
    membership.refuse_single_holders(newcomers)
    migrating.migrate()
    refuse_founded()
    drawn = founding.draw()
    welcomes = [welcome(newcomer) for newcomer in newcomers]
    # What is shown is what is stored: if the screen fails, nothing is founded.
    with transaction.atomic(), transaction.atomic(using="keystore"):
        found(drawn, welcomes, by=BY)
        _show(drawn, welcomes)
    return DONE


def refuse_founded() -> None:
    """A house is founded once. Raises Refused."""
    if Member.objects.exists() or RoleKey.objects.exists():
        raise Refused("This house has members already. `havre init` only founds a new one.")
    if os.environ.get("HAVRE_ROOT_KEY") or os.environ.get("HAVRE_ROOT_KEY_FILE"):
        raise Refused("HAVRE_ROOT_KEY names another root key. Unset it: `havre init` makes one.")


def welcome(newcomer: Newcomer) -> Welcome:
    """A passphrase, a second factor and the keys behind them. Takes some tenths of a second."""
    words, code = passphrase(), pyotp.random_base32()
    return Welcome(newcomer, prepare(words, code), words, code)


def found(drawn: founding.Founding, welcomes: list[Welcome], *, by: str) -> None:
    """Store the keys and the members, in the caller's transactions in both databases."""
    keep_root(drawn.root.public.hex())
    record(actor=by, verb=Verb.BEGAN)
    drawn.record()
    for each in welcomes:
        add_member(each.newcomer, each.prepared, drawn.role_secrets, by=by)


def keep_root(public: str) -> None:
    """The root's public half, where both faces look for it."""
    draft = settings.DATA / "root.pub.new"
    draft.write_text(public + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(settings.DATA / "root.pub")
    settings.ROOT_KEY = public


def _show(drawn: founding.Founding, welcomes: list[Welcome]) -> None:
    say("This is shown once and kept nowhere. Give each part to its owner, then clear the screen.")
    for each in welcomes:
        name, roles = each.newcomer.name, ", ".join(each.newcomer.roles)
        totp = pyotp.TOTP(each.code)
        say(f"\n{each.newcomer.alias} signs in as {name} ({roles})")
        say(f"  passphrase     {each.passphrase}")
        say(f"  second factor  {totp.provisioning_uri(name=name, issuer_name=settings.LINE_NAME)}")
    say("\nRecovery keys, one per role: print each, seal it, keep it in a place of its own.")
    for role, pair in drawn.recovery.items():
        say(f"  {role:<12} {pair.printed}")
    say("\nRoot key: print it, keep it away from this server. It signs the next role keys.")
    say(f"  secret  {drawn.root.printed}")
    say(f"  public  {drawn.root.public.hex()} (kept as {settings.DATA / 'root.pub'})")
