"""Whose yes it is. Whoever speaks for somebody absent decides nothing for them (000-03).

What the yes of somebody else covers is about themselves, and is held in no free text: a wish in
their words may tell of the person concerned, and no program can see that it does not.
"""

from collections.abc import Collection

OWN, PERSON = WHOSE = ("own", "person")  # somebody else's, about themselves; the person's, here
THEIR_OWN = frozenset({"called", "pronouns", "reach"})
THEMSELVES = frozenset(
    {"self_current", "self_past", "self_unsure", "self_at_risk", "former_recruiter"}
)
UNSAID = frozenset({"", "unknown"})


def is_somebody_else(kind: str) -> bool:
    """Whether this kind of contact is not the person concerned. One nobody knows is not."""
    return kind not in THEMSELVES | UNSAID


def covers(whose: str, share: Collection[str]) -> bool:
    """Whether a yes of theirs can reach so far at all, whoever they turn out to be."""
    return whose != OWN or THEIR_OWN.issuperset(share)


def is_theirs(whose: str, share: Collection[str], kind: str) -> bool:
    """Whether it is theirs to give, by what is known of who speaks."""
    if whose == OWN:
        return kind not in THEMSELVES and covers(whose, share)
    return whose == PERSON or not is_somebody_else(kind)
