"""What each guide must have, part by part and counted (requirements 002-J1 to 002-E6, 003-04 …).

A number of 0 counts nothing. The order is the order on the page.
"""

from dataclasses import dataclass

KINDS = frozenset({"text", "points", "steps", "myths", "say", "do", "dont", "now", "note"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One guide: its parts with how many things stand in each, and how hard it may be to read."""

    slug: str
    parts: dict[str, int]
    grade: int = 8  # of school; 6 where somebody is in a hurry (domain page, 4.4)
    waits: bool = False  # for a review by people with lived experience, before anybody sees it


REHEARSAL = "try"  # the name of the rehearsal among the reviews
MODULES = ("j", "a", "s", "e")  # the four steps of 002-01, in their order

OUTLINE = {
    wanted.slug: wanted
    for wanted in (
        Wanted(
            "j",
            {
                "truth": 5,  # 002-J1
                "choice": 0,  # 002-J2
                "often": 1,  # 002-J3: the caveat stands before the stages
                "stages": 5,  # 002-J3 to 002-J8
                "signs": 4,  # 002-J9
                "online": 6,  # 002-J10
            },
        ),
        Wanted(
            "a",
            {
                "early": 3,  # 002-A1, by age
                "patience": 0,  # 002-A2
                "room": 7,  # 002-A3
                "topics": 5,  # 002-A4
                "healthy": 5,
                "unhealthy": 5,
                "do": 5,  # 002-A5
                "dont": 5,
                "exploring": 5,  # 002-A6
                "worried": 5,
            },
        ),
        Wanted(
            "s",
            {
                "now": 1,  # 002-S3: an emergency comes before everything else
                "listening": 4,  # 002-S1
                "closed": 3,  # 002-S2
                "learned": 8,  # 002-S3
            },
            grade=6,
        ),
        Wanted(
            "e",
            {
                "happens": 7,  # 002-E1 to 002-E7
                "options": 4,  # 002-E5: the four that are always there
                "alone": 0,  # 002-E9
            },
            grade=6,
        ),
        Wanted("kinds", {"kinds": 6, "common": 0, "law": 0, "border": 0, "work": 0}),
        # 003-03 to 003-06
        Wanted("look", {"first": 1, "signs": 13, "papers": 1, "then": 0}),  # 003-07
        Wanted("stay", {"reasons": 10, "then": 0}),  # 003-08
        Wanted("know", {"now": 1, "permit": 0, "law": 0, "yours": 0, "advice": 1}),
        Wanted("online", {"before": 6, "pictures": 0, "device": 0}),  # 002-J10
        Wanted("rest", {"during": 0, "after": 0, "team": 0}),
        Wanted("desk", {"now": 1, "see": 0, "do": 0}, waits=True),  # hotels; 003-09
        Wanted("ward", {"now": 1, "see": 0, "do": 0}, waits=True),  # hospitals
        Wanted("class", {"now": 1, "see": 0, "do": 0}, waits=True),  # schools
        Wanted("road", {"now": 1, "see": 0, "do": 0}, waits=True),  # transport
    )
}
