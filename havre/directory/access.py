"""Finding services, by the finder of this process. Widening is said out loud."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from havre.audit.verbs import Verb
from havre.directory import finding
from havre.directory.finder.index import Index
from havre.directory.finder.wanted import Found, Wanted
from havre.directory.models import (
    ACTIVE,
    RESPONDER,
    Answer,
    Location,
    Organization,
    Reading,
    Service,
    Sought,
    Verification,
)
from havre.directory.shown import Shown
from havre.directory.tiers import sees
from havre.lib import clock, lang
from havre.staff.signin import SignedIn
from havre.vault.opening import open_sealed

__all__ = ["Results", "Wanted", "by_ids", "cards_of", "exact_of", "search", "search_in",
           "service_of", "settlements", "spoken_languages", "words_of", "written_to"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """The services, best first, and what the finder says of them: counts, and how far it went."""

    services: list[Shown]
    found: Found


def search(wanted: Wanted, *, viewer: str = RESPONDER) -> Results:
    """Services that answer the wish; never police unless it asks for them (000-11).

    Nothing typed is kept. What no service answered is counted by need, language and province.
    """
    results = search_in(finding.index(viewer), wanted)
    _count_in_vain(wanted, results.found)
    return results


def search_in(index: Index, wanted: Wanted) -> Results:
    """The same in an index at hand; asks no database and counts nothing."""
    found = index.find(wanted, clock.now())
    cards = [(finding.card_of(index, hit.id), hit) for hit in found.hits]
    return Results([Shown(card, hit) for card, hit in cards if card], found)


def written_to(*, viewer: str = RESPONDER) -> list[Organization]:
    """Those a letter may go to: there, not suspended, and their address verified as it is now.

    Police are among them, and say so (000-11). By name.
    """
    newest = Verification.objects.filter(organization=OuterRef("pk")).order_by("-at")
    rows = Organization.objects.filter(suspension=None, status=ACTIVE).exclude(email="")
    rows = rows.annotate(verified=Subquery(newest.values("address")[:1])).filter(
        verified=F("email")
    )
    seen = [each for each in rows if sees(viewer, each.visibility)]
    return sorted(seen, key=lambda each: lang.fold(each.name))


def by_ids(ids: list[str]) -> list[Service]:
    """The services with these ids, in that order; what is no id, or not there, is left out."""
    wanted = [found for found in (_uuid(text) for text in ids) if found]
    services = Service.objects.select_related("organization").exclude(organization__kind="police")
    rows = {s.id: s for s in services.filter(id__in=wanted, organization__suspension=None)}
    return [rows[one] for one in dict.fromkeys(wanted) if one in rows]


def cards_of(ids: list[str], *, viewer: str = RESPONDER) -> list[Shown]:
    """The cards of these services, in that order; what `viewer` may not see is left out."""
    index = finding.index(viewer)
    wanted = [found for found in (_uuid(text) for text in ids) if found]
    cards = [finding.card_of(index, one) for one in dict.fromkeys(wanted)]
    return [Shown(card) for card in cards if card]


def service_of(id: UUID) -> Service:
    """The service itself, whose card was looked at."""
    return Service.objects.get(pk=id)


def settlements() -> list[str]:
    """The places that the directory knows, for a list to choose from."""
    names = Service.objects.exclude(settlement="").values_list("settlement", flat=True).distinct()
    return sorted(names, key=lang.fold)


def spoken_languages(index: Index) -> list[tuple[str, str]]:
    """(code, name in this page's language) of every language some service speaks."""
    everything = index.find(Wanted(limit=0), clock.now())
    named = ((code, lang.name_of(code)) for code in everything.facets["languages"])
    return sorted(named, key=lambda pair: lang.fold(pair[1]))


@transaction.atomic
def exact_of(location: Location, why: str, *, by: SignedIn) -> dict[str, Any]:
    """The sealed address of a place: address_1, postal_code, lat and the like.

    That it was read, by whom and what for, is written down where whoever curates sees it. Raises
    CannotRead, and then nothing was read.
    """
    Reading.objects.create(location=location, why=why, by=by.actor)
    text = open_sealed(location.exact, by=by, why=Verb.PLACE_READ)
    found: dict[str, Any] = json.loads(text)
    return found


def words_of(answer: Answer, *, by: SignedIn) -> dict[str, str]:
    """What a provider said: result, person, title, words. Raises CannotRead."""
    said: dict[str, str] = json.loads(open_sealed(answer.words, by=by, why=Verb.ANSWER_READ))
    return said


def _count_in_vain(wanted: Wanted, found: Found) -> None:
    """Nothing there answered it: remember the codes, and never a word that was typed."""
    if not {"national", "language", "words"} & set(found.widened):
        return
    told = {each.what: each.codes[0] for each in found.understood if each.codes}
    sought: dict[str, Any] = {
        "month": clock.month_of(clock.now()),
        "need": (wanted.needs[0] if wanted.needs else told.get("need", ""))[:24],
        "language": (wanted.language or told.get("language", ""))[:8],
        "province": found.place.province if found.place else "",
    }
    if not (sought["need"] or sought["language"]):
        return
    with transaction.atomic():
        row, _ = Sought.objects.get_or_create(**sought)
        Sought.objects.filter(pk=row.pk).update(times=F("times") + 1)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
