"""Hours, needs, facts and access of a made-up service of one kind."""

from random import Random
from typing import Any

from havre.directory.models.records import FACTS
from havre.directory.shapes import DAYS
from havre.lib import taxonomy

Values = dict[str, Any]
_SLEEPS = ["emergency_shelter", "safety_planning", "basic_needs"]
_NEEDS = {
    "shelter": _SLEEPS,
    "housing": ["transitional_housing", "long_term_housing"],
    "victim_services": ["court_support", "victim_compensation", "case_management"],
    "sexual_assault_centre": ["counselling", "medical", "sexual_health"],
    "ht_program": ["case_management", "exit_support", "safety_planning"],
    "exit_program": ["exit_support", "peer_support"],
    "counselling": ["counselling", "mental_health"],
    "health": ["medical", "sexual_health", "mental_health"],
    "substance_use": ["substance_use"],
    "legal": ["legal_criminal", "legal_family", "legal_labour"],
    "immigration": ["legal_immigration", "interpretation", "id_documents"],
    "labour": ["legal_labour", "income"],
    "indigenous": ["indigenous_services", "cultural_faith"],
    "youth": ["youth", "basic_needs", "emergency_shelter"],
    "child_protection": ["child_care", "family_reunion"],
    "police": ["police_report"],
    "income_food": ["basic_needs", "income"],
    "education_employment": ["education_job"],
    "lgbt2s": ["lgbt2s", "peer_support"],
    "disability": ["disability"],
    "men": ["men_boys", "counselling"],
    "crisis_line": ["crisis_support", "information"],
    "online_safety": ["tech_safety", "image_removal"],
    "animal": ["pet_care"],
    "other": ["information", "basic_needs"],
}
_ACCESS = ("step_free", "elevator", "accessible_washroom", "asl", "lsq", "text", "quiet_room",
           "service_animals", "home_visits")  # fmt: skip
_ANSWERS = ("yes", "no", "ask")
_DAY_AND_NIGHT = frozenset({"shelter", "crisis_line", "police"})
_WOMEN = frozenset({"shelter", "housing", "sexual_assault_centre"})


def needs_of(draw: Random, kind: str) -> list[str]:
    """One need of its kind at least, and now and then others."""
    own = _NEEDS[kind]
    found = [own[0], *(code for code in own[1:] if draw.random() < 0.6)]
    known = sorted(set(taxonomy.codes("need")) - {"none_stated"})
    found += [draw.choice(known) for _ in range(draw.choice((0, 0, 1, 2)))]
    return list(dict.fromkeys(found))


def facts_of(draw: Random, kind: str) -> Values:
    """Who is welcome, from what age, with what access: about half of it is known."""
    facts = {
        name: draw.choices(_ANSWERS, (60, 20, 20))[0]
        for name in FACTS
        if name != "women_only" and draw.random() < 0.5
    }
    if kind in _WOMEN and draw.random() < 0.5:
        facts |= {"women_only": "yes", "women_welcome": "yes", "men_welcome": "no"}
    values: Values = {"facts": facts}
    if access := [code for code in _ACCESS if draw.random() < 0.25]:
        values["access"] = access
    if kind == "youth":
        values |= {"min_age": draw.choice((12, 13, 16)), "max_age": draw.choice((18, 24, 29))}
    elif draw.random() < 0.4:
        values["min_age"] = draw.choice((16, 18, 18, 19))
    return values


def hours_of(draw: Random, kind: str) -> Values:
    """When it is open; of one in seven nobody knows."""
    if draw.random() < 0.15:
        return {}
    if draw.random() < (0.9 if kind in _DAY_AND_NIGHT else 0.05):
        return {"openings": [_opening("phone", DAYS, "00:00", "24:00")], "holidays": "open"}
    opens = draw.choices(("08:00", "08:30", "09:00", "10:00"), (2, 5, 8, 2))[0]
    closes = draw.choices(("16:00", "16:30", "17:00", "18:00"), (3, 5, 8, 2))[0]
    days = DAYS[: draw.choice((4, 5, 5, 5, 5, 6))]
    openings = [_opening("operating", days, opens, closes)]
    if draw.random() < 0.2:
        evening = DAYS[draw.randrange(5)]
        openings.append(_opening("intake", (evening,), "18:00", draw.choice(("20:00", "21:00"))))
    if draw.random() < 0.05:
        openings.append(_opening("drop_in", DAYS[5:], "20:00", "04:00"))
    values: Values = {"openings": openings}
    if draw.random() < 0.8:
        values["holidays"] = draw.choices(("closed", "open"), (9, 1))[0]
    if draw.random() < 0.05:
        day = f"2026-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
        values["closings"] = [{"day": day}]
    return values


def _opening(kind: str, days: tuple[str, ...], opens: str, closes: str) -> Values:
    return {"kind": kind, "days": list(days), "opens": opens, "closes": closes}
