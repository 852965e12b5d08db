"""Who the first members are: read from a file or asked at the prompt, and checked."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from havre.lib import lang
from havre.prompt.said import Refused, ask, say
from havre.staff.access import EVERYONE
from havre.staff.actions import Newcomer
from havre.vault.keys import ROLES

HOLDERS = 2  # per role that holds keys: one lost passphrase loses nothing
_KNOWN = {"name", "alias", "roles", "team", "language"}


def from_file(file: Path) -> list[Newcomer]:
    """The [[members]] of a TOML file. Raises Refused with a sentence for whatever is wrong."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read ({error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{file} is no TOML: {error}.") from error
    members = found.get("members")
    if not isinstance(members, list) or not all(isinstance(m, dict) for m in members):
        raise Refused(f"{file} names nobody: write a [[members]] table for each first member.")
    return checked([_newcomer(member) for member in members])


def asked() -> list[Newcomer]:
    """Ask for one member after the other until a name stays empty."""
    say(f"The first members: at least {HOLDERS} for each of {', '.join(ROLES)}.")
    members = []
    while name := ask("\nSign-in name (empty: that was all):"):
        member = {"name": name, "alias": ask("Alias that colleagues see:") or name}
        roles = ask(f"Roles, from {', '.join(sorted(EVERYONE))}:").replace(",", " ").split()
        team, language = ask("Team (may be empty):"), ask("Language (en, fr):") or "en"
        members.append(_newcomer({**member, "roles": roles, "team": team, "language": language}))
    return checked(members)


def checked(newcomers: list[Newcomer]) -> list[Newcomer]:
    """The same, if no name comes twice. Raises Refused."""
    names = Counter(lang.fold(newcomer.name) for newcomer in newcomers)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise Refused(f"The name {twice[0]} is there twice. Everybody has their own.")
    return newcomers


def refuse_single_holders(newcomers: list[Newcomer]) -> None:
    """A role that one person alone can open is lost with their passphrase. Raises Refused."""
    held = Counter(role for newcomer in newcomers for role in set(newcomer.roles))
    short = [role for role in ROLES if held[role] < HOLDERS]
    if short:
        raise Refused(
            f"Every role needs at least {HOLDERS} holders, or a lost passphrase loses what it "
            f"opens. Too few: {', '.join(f'{role} ({held[role]})' for role in short)}."
        )


def _newcomer(member: dict[str, Any]) -> Newcomer:
    name = member.get("name")
    if not isinstance(name, str) or not lang.fold(name) or len(name) > 40:
        raise Refused('A member has no name, or one of more than 40 letters. Write name = "…".')
    unknown = set(member) - _KNOWN
    if unknown:
        raise Refused(f"{name}: nobody knows {sorted(unknown)[0]}. Known: {', '.join(_KNOWN)}.")
    roles = member.get("roles")
    if not isinstance(roles, list) or not roles or not set(map(str, roles)) <= EVERYONE:
        raise Refused(f"{name}: roles takes a list of {', '.join(sorted(EVERYONE))}.")
    texts = {key: member.get(key, default) for key, default in _defaults(name).items()}
    if not all(isinstance(text, str) and len(text) <= 40 for text in texts.values()):
        raise Refused(f"{name}: alias, team and language are texts of at most 40 letters.")
    if texts["language"] not in lang.languages():
        raise Refused(f"{name}: language is one of {', '.join(lang.languages())}.")
    return Newcomer(lang.fold(name), roles=tuple(dict.fromkeys(map(str, roles))), **texts)


def _defaults(name: str) -> dict[str, str]:
    return {"alias": name, "team": "", "language": "en"}
