"""Finding services: by place, need, language and words. Widening is said out loud."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from havre.directory.models import Service
from havre.lib import lang

_PLACES = {"local": 0, "province": 1, "national": 2}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; every part may be empty."""

    place: str = ""
    need: str = ""
    language: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The services, nearest first; `widened` says how far the search had to go: «» or which."""

    services: list[Service]
    widened: str = ""


def search(wanted: Wanted) -> Found:
    """Services that answer the wish; never police unless asked for elsewhere (000-11).

    A place that has nothing widens to its province, then to the country; then the language is
    let go, then the words: the national lines are the last resort, never an empty page (000-13).
    """
    rows = [s for s in _all() if not wanted.need or wanted.need in s.needs]
    for widened, language, words in (
        ("", wanted.language, wanted.words),
        ("language", "", wanted.words),
        ("words", "", ""),
    ):
        fitting = [s for s in rows if _speaks(s, language) and _says(s, words)]
        if wanted.place:
            near, how = _near(fitting, wanted.place)
        else:
            near, how = fitting, ""
        if near:
            return Found(_ordered(near), widened or how)
    nation = [s for s in _all() if s.reach == "national"]
    return Found(_ordered(nation), "need")


def by_ids(ids: list[str]) -> list[Service]:
    """The services with these ids, in that order; what is no id, or not there, is left out."""
    wanted = [found for found in (_uuid(text) for text in ids) if found]
    rows = {service.id: service for service in _all().filter(id__in=wanted)}
    return [rows[one] for one in dict.fromkeys(wanted) if one in rows]


def settlements() -> list[str]:
    """The places that the directory knows, for a list to choose from."""
    names = _all().exclude(settlement="").values_list("settlement", flat=True)
    return sorted(set(names), key=lang.fold)


def spoken_languages() -> list[tuple[str, str]]:
    """(code, name in this page's language) of every language some service speaks."""
    codes = {code for service in _all() for code in service.languages}
    return sorted(
        ((code, lang.name_of(code)) for code in codes), key=lambda pair: lang.fold(pair[1])
    )


def _all() -> QuerySet[Service]:
    services = Service.objects.select_related("organization")
    return services.exclude(organization__kind="police").filter(organization__suspension=None)


def _near(services: list[Service], place: str) -> tuple[list[Service], str]:
    wanted = lang.fold(place)
    here = [s for s in services if lang.fold(s.settlement) == wanted]
    known = Service.objects.values_list("settlement", "province")  # a suspended one knows too
    provinces = {province for name, province in known if name and lang.fold(name) == wanted}
    wide = [s for s in services if s.reach == "province" and s.province in provinces]
    nation = [s for s in services if s.reach == "national"]
    if here:
        return [*here, *(s for s in [*wide, *nation] if s not in here)], ""
    if wide:
        return [*wide, *(s for s in nation if s not in wide)], "province"
    return nation, "national" if nation else ""


def _speaks(service: Service, language: str) -> bool:
    return not language or language in service.languages


def _says(service: Service, words: str) -> bool:
    if not words.strip():
        return True
    texts = [*service.names.values(), *service.summaries.values(), service.settlement]
    text = lang.fold(" ".join([*texts, *service.organization.names.values()]))
    return all(word in text for word in lang.fold(words).split())


def _ordered(services: list[Service]) -> list[Service]:
    return sorted(services, key=lambda s: (_PLACES.get(s.reach, 3), lang.fold(s.name)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
