"""The house's answers are exact: those of somebody who looks at every entry."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havre.directory.finder import reading
from havre.directory.finder.index import Index
from havre.directory.finder.tests import entries as made
from havre.directory.finder.tests.entries import NOW
from havre.directory.finder.tests.naive import Naive
from havre.directory.finder.wanted import Wanted
from havre.lib.lang import fold

wanted = st.builds(
    Wanted,
    words=made.texts,
    place=st.sampled_from(["", "Sudbury", "Montréal", "Ontario", "P3E", "X0A", "Iqaluit", "QC"]),
    radius_km=st.sampled_from([5.0, 50.0, 150.0, 400.0]),
    needs=made.several(st.sampled_from(made.NEEDS), 1),
    language=st.sampled_from(["", "", "fr", "pa"]),
    at=st.none() | st.just(NOW + timedelta(days=1)),
    open_now=st.booleans(),
    hours=st.sampled_from(["", "", "intake"]),
    eligibility=made.several(st.sampled_from(made.RULES), 1),
    age=st.none() | st.integers(0, 40),
    access=made.several(st.sampled_from(["wheelchair", "asl"]), 1),
    free=st.booleans(),
    beds=st.booleans(),
    kind=st.sampled_from(["", "", "legal", "police"]),
    police=st.booleans(),
    limit=st.just(1000),
)


def index_of(entries):
    index = Index()
    for each in entries:
        index.put(each)
    return index


def by_name(each):
    """The beginning of its name, by which those of equal score stand."""
    said = [told["name"] for _, told in sorted(each.texts.items()) if told.get("name")]
    return fold(said[0]).encode()[:24] if said else b""


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(made.entries, max_size=25), wanted, st.booleans(), st.integers(0, 6))
def test_the_answer_is_that_of_a_look_at_every_entry(all_entries, asked, compacted, limit):
    index, living = Index(), {}
    for each in all_entries:
        index.put(each)
        living[each.id] = each
    if compacted:
        index._store.compact()
    answer = index.find(asked, NOW)
    question = reading.understand(asked, NOW, index._store)
    naive = Naive(list(living.values()), question)
    ids, widened, radius = naive.find()
    assert {hit.id for hit in answer.hits} == ids
    placed = sorted(answer.hits, key=lambda hit: (-hit.score, by_name(living[hit.id]), hit.id.int))
    assert list(answer.hits) == placed
    few = index.find(replace(asked, limit=limit, offset=1), NOW).hits
    assert list(few) == placed[1 : 1 + limit]
    assert (answer.total, answer.widened, answer.radius_km) == (len(ids), widened, radius)
    assert answer.facets == naive.facets(ids)


@settings(max_examples=100, deadline=None)
@given(st.lists(made.entries, max_size=12), wanted, st.randoms())
def test_the_order_of_answers_does_not_depend_on_the_order_of_writing(entries, asked, random):
    last = list({each.id: each for each in entries}.values())
    shuffled = random.sample(last, len(last))
    assert index_of(last).find(asked, NOW) == index_of(shuffled).find(asked, NOW)


def test_those_of_one_score_stand_by_name_whatever_their_ids():
    names = ["Willow", "École du Nord", "Ecole du nord et du sud", "elm", "Élan", ""]
    whole = [made.entry(number, name) for number, name in enumerate(names, start=1)]
    backwards = [made.entry(99 - number, name) for number, name in enumerate(names, start=1)]
    for entries in (whole, backwards):
        told = {each.id: each.texts.get("en", {}).get("name", "") for each in entries}
        for limit in range(1, 7):
            hits = index_of(entries).find(Wanted(limit=limit), NOW).hits
            expected = ["", "École du Nord", "Ecole du nord et du sud", "Élan", "elm", "Willow"]
            assert [told[hit.id] for hit in hits] == expected[:limit]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60), st.text(max_size=30), st.floats(), st.tuples(st.integers(), st.integers())
)
def test_whatever_is_typed_is_answered(words, place, radius, numbers):
    age, offset = numbers
    index = index_of([made.entry(1, "Lantern", points=(made.SUDBURY,), min_age=16)])
    asked = Wanted(words=words, place=place, radius_km=radius, age=age, offset=offset, limit=offset)
    answer = index.find(asked, NOW)
    assert answer.total in (0, 1)
    near = index.find(Wanted(place="Sudbury", radius_km=radius), NOW)
    assert near.total == 1
