"""The search told the slow way: every entry looked at, no bitmap, no array."""

from collections import Counter

from havre.directory.finder import hours, keys
from havre.directory.finder.places import gazetteer, key, kilometres, neighbours
from havre.directory.finder.widening import STEPS_KM
from havre.directory.finder.words import form

STEPS = ("open", "beds", "free", "kind", "access", "language", "words")


class Naive:
    """Entries and a question as `reading` understood it."""

    def __init__(self, entries, question):
        self.entries, self.q, self.w = entries, question, question.wanted
        self.told = {e.id: self._forms(e) for e in entries}

    def find(self):
        """(ids, what was given up, radius)."""
        asked = [name for name in STEPS if self._asks(name)]
        ladder = [tuple(asked[:n]) for n in range(len(asked) + 1)]
        ladder += [(*asked, "national"), (*asked, "eligibility", "national")]
        outcomes = [self._find(without) for without in ladder]
        return next((outcome for outcome in outcomes if outcome[0]), outcomes[0])

    def facets(self, ids):
        """What `facets.counts` counts."""
        found = [e for e in self.entries if e.id in ids]
        counted = {
            "needs": Counter(n for e in found for n in set(e.needs)),
            "kinds": Counter(e.kind for e in found),
            "languages": Counter(n for e in found for n in set(e.languages)),
            "eligibility": Counter(f"{r}:{a}" for e in found for r, a in e.eligibility.items()),
            "access": Counter(n for e in found for n in set(e.access)),
            "free": Counter(e.free for e in found if e.free),
            "open": Counter(hours.STATES[self._state(e)] for e in found),
            "beds": Counter(self._beds(e) for e in found),
            "freshness": Counter(self._freshness(e) for e in found),
        }
        return {facet: dict(values) for facet, values in counted.items()}

    def _asks(self, name):
        return {
            "open": self.q.must_be_open, "beds": self.w.beds, "free": self.w.free,
            "kind": self.w.kind, "access": self.q.access, "language": self.q.languages,
            "words": len(self.q.terms) > 1,
        }[name]  # fmt: skip

    def _find(self, without):
        fits = [e for e in self.entries if self._fits(e, without)]
        place = self.q.place
        if "national" in without or place is None:
            return {e.id for e in fits}, without, None
        if place.kind == "province":
            there = [
                e
                for e in fits
                if self._serves(e)
                or (self._by_distance(e) and any(p.province == place.province for p in e.points))
            ]
            return {e.id for e in there}, without, None
        radius = self.w.radius_km + place.uncertain_km
        near = self._near(fits, radius)
        if any(e.reach != "national" for e in near):
            return {e.id for e in near}, without, radius
        far = [self._far(e) for e in fits if self._by_distance(e)]
        if not far:
            return {e.id for e in near}, without, radius
        for step in STEPS_KM:
            if step > radius and min(far) <= step:
                there = self._near(fits, step)
                return {e.id for e in there}, (f"radius:{step:.0f}", *without), step
        there = [e for e in fits if self._serves(e) or self._by_distance(e)]
        return {e.id for e in there}, ("radius:any", *without), None

    def _near(self, fits, radius):
        return [
            e for e in fits if self._serves(e) or (self._by_distance(e) and self._far(e) <= radius)
        ]

    def _by_distance(self, e):
        return e.reach == "local" and not e.areas

    def _far(self, e):
        here = (self.q.place.lat, self.q.place.lon)
        return min((kilometres(here, (p.lat, p.lon)) for p in e.points), default=float("inf"))

    def _serves(self, e):
        place = self.q.place
        if e.reach == "national":
            return True
        if e.reach == "province" and e.province == place.province:
            return True
        if place.province in e.areas:
            return True
        names = set(neighbours(place.lat, place.lon, place.province, 10.0 + place.uncertain_km))
        names = {*names, key(place.name)} if place.kind != "province" else set()
        home = hours.home_of(e)
        for name in e.areas:
            known = gazetteer().settlement(key(name), home) or gazetteer().settlement(key(name))
            province = known.province if known else home
            if key(name) in names and province in (place.province, ""):
                return True
        return False

    def _fits(self, e, without):
        if (e.is_police or e.kind == "police") and not self.w.police:
            return False
        if "eligibility" not in without:
            if any(e.eligibility.get(rule) == "no" for rule in self.q.rules):
                return False
            if self.q.age is not None and not (
                (e.min_age or 0) <= self.q.age <= (999 if e.max_age is None else e.max_age)
            ):
                return False
        if "national" in without:
            return e.reach == "national"
        met = [self._meets(e, term) for term in self.q.terms]
        words = any(met) if "words" in without and met else all(met)
        return words and all((
            set(self.w.needs) <= set(e.needs),
            "language" in without or set(self.q.languages) <= set(e.languages),
            "access" in without or set(self.q.access) <= set(e.access),
            "kind" in without or not self.w.kind or e.kind == self.w.kind,
            "free" in without or not self.w.free or e.free != "no",
            "beds" in without or not self.w.beds or self._beds(e) == "free",
            "open" in without or not self.q.must_be_open or self._state(e) == hours.OPEN,
        ))  # fmt: skip

    def _meets(self, e, term):
        if set(term.needs) & set(e.needs):
            return True
        return any(all(set(w) & self.told[e.id] for w in phrase) for phrase in term.phrases)

    def _forms(self, e):
        return {form(word, language) for _, language, word in keys.words_of(e)}

    def _state(self, e):
        return hours.state_at(hours.of(e), self.q.at, self.w.hours).state

    def _beds(self, e):
        if e.beds is None or e.beds.expires <= self.q.now:
            return "unknown"
        return "free" if e.beds.available else "none"

    def _freshness(self, e):
        if e.checked is None:
            return "never"
        today = self.q.now.date()
        if e.due is not None:
            return "fresh" if e.due >= today else "due"
        return "fresh" if (today - e.checked).days <= 365 else "due"
