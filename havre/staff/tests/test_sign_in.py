"""The house lets in who knows their passphrase and holds their code, and nobody else."""

import datetime as dt
import time

import pyotp
import pytest
from django.utils import timezone

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.staff import actions
from havre.staff.models import DeskSession, Member, SignInTry
from havre.staff.signin import Refused, _token, code_now, seen, sign_in, sign_out, signed_in
from tests.hands import clock_at, later
from tests.people import PASSPHRASES, House


def codes_of(house: House, name: str, *steps: int) -> list[str]:
    """The codes so many steps of 30 seconds from now."""
    totp, now = pyotp.TOTP(house.drawn.codes[name]), int(time.time())
    return [totp.at(now + 30 * step) for step in steps]


def enter(house: House, name: str = "ana", step: int = 0) -> str:
    return sign_in(name, PASSPHRASES[name], codes_of(house, name, step)[0])


def refusal(*given: str) -> tuple[type, tuple, str]:
    with pytest.raises(Refused) as refused:
        sign_in(*given)
    return type(refused.value), refused.value.args, str(refused.value)


def test_a_passphrase_and_a_code_open_the_keys(house):
    who = signed_in(enter(house))
    assert (who.member.alias, who.roles) == ("Ana", frozenset({"responder"}))
    assert list(who.role_secrets) == [("responder", 1)]
    assert Entry.objects.last().verb == "signed_in"


def test_a_name_is_the_same_in_capitals_and_with_spaces(house):
    assert signed_in(sign_in("  ANA ", PASSPHRASES["ana"], codes_of(house, "ana", 0)[0]))


@pytest.mark.hostile(67)
def test_every_reason_to_refuse_sounds_the_same(house):
    right, (code,) = PASSPHRASES["ana"], codes_of(house, "ana", 0)
    actions.deactivate(house.members["ben"], by=str(house.members["sue"].id))
    refusals = [
        refusal("nobody", right, code),
        refusal("ana", "wrong " + right, code),
        refusal("sue", PASSPHRASES["sue"], "000000"),
        refusal("ben", PASSPHRASES["ben"], codes_of(house, "ben", 0)[0]),
        refusal("", "", ""),
        refusal("a\0na", right, code),
        refusal("\ud800", right, code),
        refusal("dee", PASSPHRASES["dee"], "١٢٣٤٥٦"),  # digits of another script
        refusal("lou", PASSPHRASES["lou"], "0" * 10_000),
    ]
    assert refusals == [(Refused, (), "")] * len(refusals)
    assert DeskSession.objects.count() == 0


@pytest.mark.hostile(97)
def test_a_refused_sign_in_is_remembered_without_the_name(house):
    refusal("ana", "wrong words entirely", "000000")
    entry = Entry.objects.last()
    assert (entry.verb, entry.actor, len(entry.target)) == ("sign_in_refused", "-", 64)
    assert entry.target == SignInTry.objects.get().name_hash
    assert verify().whole


@pytest.mark.hostile(59)
def test_a_code_opens_once(house):
    (code,) = codes_of(house, "ana", 0)
    assert signed_in(sign_in("ana", PASSPHRASES["ana"], code))
    refusal("ana", PASSPHRASES["ana"], code)


@pytest.mark.hostile(59)
def test_an_older_code_opens_no_more_after_a_newer_one(house):
    old, now, new = codes_of(house, "ana", -1, 0, 1)
    assert sign_in("ana", PASSPHRASES["ana"], new[:3] + " " + new[3:])
    for code in (old, now, new):
        refusal("ana", PASSPHRASES["ana"], code)


def test_codes_from_beside_the_window_do_not_open(house):
    for code in codes_of(house, "ana", -3, 3):
        refusal("ana", PASSPHRASES["ana"], code)
    assert code_now(house.drawn.codes["ana"]) in codes_of(house, "ana", 0, 1, -1)


def five_wrong_tries(house: House) -> None:
    digest = _name_hash_of("ana")
    SignInTry.objects.bulk_create(SignInTry(name_hash=digest) for _ in range(5))


def _name_hash_of(name: str) -> str:
    refusal(name, "wrong words entirely", "000000")
    digest = SignInTry.objects.last().name_hash
    SignInTry.objects.all().delete()
    return digest


@pytest.mark.hostile(61)
@pytest.mark.hostile(70)
def test_after_five_wrong_tries_the_next_one_waits(house):
    """Kept in the database, so every worker and every restart knows of it."""
    five_wrong_tries(house)
    refusal("ana", PASSPHRASES["ana"], codes_of(house, "ana", 0)[0])
    assert signed_in(enter(house, "sue")).member.alias == "Sue"  # nobody else waits


@pytest.mark.hostile(61)
@pytest.mark.hostile(69)
def test_nobody_is_locked_out_however_often_somebody_tries(house):
    """Tries during the pause do not make it longer: half a minute later one is let through."""
    start = timezone.now()  # stretching a passphrase may take seconds of its own
    with clock_at(start):
        five_wrong_tries(house)
    for seconds in (20, 29):
        with clock_at(start + dt.timedelta(seconds=seconds)):
            refusal("ana", "wrong words entirely", "000000")
    with clock_at(start + dt.timedelta(seconds=31)):
        assert enter(house)
    assert SignInTry.objects.count() == 0
    assert Entry.objects.filter(verb="sign_in_refused").count() == 3


def test_keys_are_locked_after_fifteen_idle_minutes(house):
    cookie = enter(house)
    with clock_at(later(minutes=14, seconds=59)):
        assert signed_in(cookie)
    with clock_at(later(minutes=15, seconds=1)):
        assert signed_in(cookie) is None
    assert (signed_in(cookie), DeskSession.objects.count()) == (None, 0)


def test_a_shift_ends_after_twelve_hours_however_busy(house):
    cookie, start = enter(house), timezone.now()
    for minutes in range(10, 12 * 60, 10):
        with clock_at(start + dt.timedelta(minutes=minutes)):
            seen(signed_in(cookie))
    with clock_at(start + dt.timedelta(hours=12, minutes=1)):
        assert signed_in(cookie) is None


def test_looking_does_not_count_as_being_there(house):
    cookie, start = enter(house), timezone.now()
    with clock_at(start + dt.timedelta(minutes=10)):
        signed_in(cookie)
    with clock_at(start + dt.timedelta(minutes=16)):
        assert signed_in(cookie) is None


def test_being_seen_is_written_at_most_every_twenty_seconds(house):
    who, before = signed_in(enter(house)), DeskSession.objects.get().seen_at
    seen(who)
    assert DeskSession.objects.get().seen_at == before


@pytest.mark.hostile(25)
@pytest.mark.parametrize("jump", [{"days": 1}, {"days": -1}, {"hours": -1}, {"days": 400}])
def test_a_clock_that_jumps_ends_a_session_rather_than_lengthening_it(house, jump):
    cookie = enter(house)
    with clock_at(later(**jump)):
        assert signed_in(cookie) is None
    assert signed_in(cookie) is None


@pytest.mark.hostile(25)
def test_a_clock_a_minute_off_ends_nothing(house):
    cookie = enter(house)
    with clock_at(later(minutes=-1)):
        assert signed_in(cookie)


@pytest.mark.hostile(31)
def test_a_leaver_s_open_pages_die_at_once(house):
    cookie, sue = enter(house), house.on_duty("sue")
    actions.deactivate(house.members["ana"], by=sue.actor)
    assert signed_in(cookie) is None
    assert DeskSession.objects.filter(member=house.members["ana"]).count() == 0
    refusal("ana", PASSPHRASES["ana"], codes_of(house, "ana", 1)[0])
    assert Entry.objects.filter(verb="member_deactivated").count() == 1


@pytest.mark.hostile(31)
def test_a_session_row_kept_from_a_leaver_opens_nothing(house):
    cookie, row = enter(house), DeskSession.objects.get()
    actions.deactivate(house.members["ana"], by=str(house.members["sue"].id))
    row.save(force_insert=True)
    assert signed_in(cookie) is None


@pytest.mark.hostile(53)
@pytest.mark.hostile(71)
def test_the_cookie_is_stored_nowhere_and_a_row_alone_opens_nothing(house):
    cookie, other = enter(house), enter(house, "ben")
    row = DeskSession.objects.get(member=house.members["ana"])
    stored = b"".join([row.id.bytes, bytes(row.wrapped)])
    assert (_token(cookie) in stored, cookie != other) == (False, True)
    row.wrapped, who = DeskSession.objects.exclude(id=row.id).get().wrapped, signed_in(cookie)
    row.save()
    with pytest.raises(Refused):
        dict(signed_in(cookie).role_secrets)
    assert list(who.role_secrets) == [("responder", 1)]


@pytest.mark.parametrize("cookie", ["", "x", "é", "A" * 43, "A" * 44, "=" * 9, "\0", "A" * 9_999])
def test_a_made_up_cookie_is_nobody(house, cookie):
    assert signed_in(cookie) is None


def test_a_signed_in_member_does_not_print_their_cookie(house):
    who = signed_in(enter(house))
    assert repr(who.token)[2:10] not in repr(who)


@pytest.mark.hostile(53)
def test_signing_out_is_for_good_and_remembered(house):
    cookie = enter(house)
    sign_out(signed_in(cookie))
    assert signed_in(cookie) is None
    assert Entry.objects.last().verb == "signed_out"


def test_members_bring_their_own_keys_and_an_administrator_none(house):
    assert sorted(Member.objects.values_list("name", flat=True)) == sorted(PASSPHRASES)
    assert dict(house.on_duty("ada").role_secrets) == {}
    assert house.on_duty("ana").verify_key(house.members["ben"].id) is not None
    assert house.on_duty("ana").verify_key(house.shelter.id) is None
