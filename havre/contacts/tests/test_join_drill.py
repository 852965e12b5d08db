"""The drill: in every language the line may be asked for, an interpreter comes and reads."""

import pytest
from django.utils import translation

from havre.contacts import interpreting, stepping_back
from havre.contacts.interpreting import Wish
from havre.contacts.tests.interpreter import lent, reads
from havre.lib import lang
from havre.staff import interpreters
from havre.staff.interpreters import Entry


@pytest.mark.requirement("000-06")
def test_in_every_language_whoever_speaks_it_is_asked_joins_reads_and_leaves(house, spanish):
    ana, ines, ivo = (house.on_duty(name) for name in ("ana", "ines", "ivo"))
    joined = []
    for code in lang.SPOKEN:
        interpreters.enlist(Entry((code,), member=house.members["ines"]), by="test")
        interpreters.enlist(Entry((_other(code),), member=house.members["ivo"]), by="test")
        call = interpreting.ask(spanish, Wish(code), by=ana)
        assert [each.language for each in interpreting.calls_for(ines)] == [code]
        assert interpreting.calls_for(ivo) == []  # speaks another
        interpreting.answer(call, by=ines)
        interpreting.let_in(spanish, by=ana)
        if reads(spanish, ines) == ["Zimtstern. No hablo inglés."]:
            joined.append(code)
        interpreting.need_no_more(spanish, by=ana)
        assert (reads(spanish, ines), lent(), stepping_back.current(spanish)) == (None, [], None)
    assert joined == list(lang.SPOKEN)


@pytest.mark.requirement("000-06")
@pytest.mark.parametrize("page", ["en", "fr"])
def test_every_language_has_a_name_of_its_own_on_the_page(page):
    with translation.override(page):
        names = dict(lang.spoken())
    assert [code for code, name in names.items() if name.lower() == code] == []
    assert len(set(names.values())) == len(lang.SPOKEN)


def _other(code: str) -> str:
    codes = lang.SPOKEN
    return codes[(codes.index(code) + 1) % len(codes)]
