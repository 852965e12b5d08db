"""Who comes to their desk, and goes; whose phone would ring."""

from typing import Any

from tests.scenes import _house  # isort: skip -- sets Django up

from havre.channels.phone import desk_phones, tables
from havre.staff import signin
from havre.staff.models import Member
from havre.staff.signin import SignedIn

DESKS: dict[str, SignedIn] = {}


def comes(name: str, *languages: str) -> dict[str, Any]:
    """They sign in, answer in these languages, and open a phone on the table."""
    Member.objects.filter(name=name).update(languages=" ".join(languages))
    DESKS[name] = _house().on_duty(name)
    endpoint, password = desk_phones.open_for(DESKS[name], desk_phones.TABLE)
    return {"endpoint": endpoint, "password": password}


def goes(name: str) -> dict[str, Any]:
    """They sign out."""
    signin.sign_out(DESKS.pop(name))
    return {}


def falls_silent(name: str) -> dict[str, Any]:
    """Their machine gives no sign of life any more."""
    DESKS.pop(name)
    return {}


def phones() -> dict[str, Any]:
    """Whose phone would ring."""
    up = desk_phones.answering()
    return {"up": sorted(Member.objects.filter(id__in=up).values_list("name", flat=True))}


def connects(name: str, *languages: str) -> dict[str, Any]:
    """They sign in, and make on their page what their own telephone on the table signs in with."""
    Member.objects.filter(name=name).update(languages=" ".join(languages))
    DESKS[name] = _house().on_duty(name)
    made = tables.make(by=DESKS[name])
    return {"endpoint": made.user, "password": made.password, "port": made.port}


def comes_back(name: str) -> dict[str, Any]:
    """They sign in, and touch nothing else."""
    DESKS[name] = _house().on_duty(name)
    return {}


def renews(name: str) -> dict[str, Any]:
    """On their page: a new password."""
    made = tables.make(by=DESKS[name])
    return {"endpoint": made.user, "password": made.password}


def chooses(name: str, where: str) -> dict[str, Any]:
    """On their page: where calls ring."""
    try:
        return {"has": tables.choose(by=DESKS[name], on_the_table=where == "table")}
    except tables.InACall:
        return {"refused": "in a call"}


def takes_telephone_away(name: str) -> dict[str, Any]:
    """On their page."""
    return {"gone": tables.take_away(by=DESKS[name])}
