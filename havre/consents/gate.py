"""The gate. The only place a Permit is made; the door opens to nothing else."""

from dataclasses import KW_ONLY, dataclass, field

from havre.consents.basis import missing_of
from havre.consents.models import BY_CALL, BY_EMAIL, PASS_ON, Consent
from havre.consents.refusals import Missing, NotPermitted
from havre.consents.whose import covers
from havre.contacts.models import Person
from havre.directory.models import Organization
from havre.directory.numbers import to_dial
from havre.lib import privacy
from havre.tips.models import Tip
from havre.tips.shortening import Span

_GATE = object()


@dataclass(frozen=True, slots=True)
class Permit:
    """Everything the door needs to know: of whom or what, to whom, which parts, by what right.

    Of a person `share` names fields and `basis` the consent. A note of the public carries its own
    yes, and `kept` says which places of its parts leave.
    """

    of: Person | Tip
    recipient: Organization
    share: frozenset[str]
    basis: Consent | None
    way: str = BY_EMAIL
    kept: tuple[Span, ...] = ()
    _: KW_ONLY
    minted_by: object = field(repr=False)

    @property
    def language(self) -> str:
        """In which language the yes was said."""
        said = self.of if isinstance(self.of, Tip) else self.basis
        return said.language if said else ""

    def __post_init__(self) -> None:
        if self.minted_by is not _GATE:
            raise NotPermitted(Missing.FORGED)


def by_consent(
    person: Person, *, to: Organization, share: frozenset[str], way: str = BY_EMAIL
) -> Permit:
    """A permit for exactly these fields to this one recipient (000-16). Raises NotPermitted.

    `way`: by letter to the verified address, or by a call to the directory's own number, which
    is then the verification: nobody else is dialled.
    """
    if not share:
        raise NotPermitted(Missing.NOTHING_NAMED)
    given = Consent.objects.filter(file=person.file, recipient=to, act=PASS_ON)
    standing = list(given.in_force().order_by("-said_at"))
    if not standing:
        raise NotPermitted(_why_none(given.select_related("withdrawal", "doubt").first()))
    fitting = [c for c in standing if share <= set(c.share) & privacy.may_leave()]
    if not fitting:
        raise NotPermitted(Missing.WIDER)
    permit = Permit(person, to, share, fitting[0], way, minted_by=_GATE)
    recheck(permit)
    return permit


def by_note(tip: Tip, *, to: Organization, kept: tuple[Span, ...]) -> Permit:
    """A permit for these places of a note, to this one recipient, by letter. Raises NotPermitted.

    Whoever left it let it go to «those who can act on it, police included»: whoever reads notes
    chooses the one.
    """
    if not kept:
        raise NotPermitted(Missing.NOTHING_NAMED)
    share = frozenset(span.part for span in kept)
    permit = Permit(tip, to, share, None, kept=kept, minted_by=_GATE)
    recheck(permit)
    return permit


def recheck(permit: Permit) -> None:
    """Whether the permit still holds against the rows as they are now. Raises NotPermitted."""
    if isinstance(permit.of, Tip):
        recheck_note(permit, permit.of)
    else:
        recheck_consent(permit, permit.of)


def recheck_consent(permit: Permit, person: Person) -> None:
    """What leaves of a conversation leaves as the person said."""
    consent = _consent_of(permit)
    to = Organization.objects.get(id=permit.recipient.id)
    if consent.file != person.file or consent.recipient_id != to.id:
        raise NotPermitted(Missing.FORGED)
    if consent.act != PASS_ON:  # one act never stands for another (000-17)
        raise NotPermitted(Missing.FORGED)
    if (to.kind == "police") != (
        consent.purpose == "share_police"
    ):  # even if it became one (000-11)
        raise NotPermitted(Missing.FORGED)
    if not consent.stands:
        raise NotPermitted(_why_none(consent))
    if not permit.share <= set(consent.share) & privacy.may_leave():
        raise NotPermitted(Missing.WIDER)
    if not covers(consent.whose, permit.share):  # nobody says yes for who is absent (000-03)
        raise NotPermitted(Missing.WHOSE)
    if to.is_suspended:
        raise NotPermitted(Missing.SUSPENDED)
    _must_reach(consent, to, permit.way)


def recheck_note(permit: Permit, note: Tip) -> None:
    """What leaves of a note leaves by the yes on it, while it stands."""
    tip = _locked(note)
    to = Organization.objects.get(id=permit.recipient.id)
    if permit.way != BY_EMAIL:  # written words are read out to nobody
        raise NotPermitted(Missing.FORGED)
    if missing := missing_of(tip):
        raise NotPermitted(missing)
    if "words" not in privacy.may_leave("tips", "Tip"):
        raise NotPermitted(Missing.WIDER)
    if to.is_suspended:
        raise NotPermitted(Missing.SUSPENDED)
    if not to.address_is_verified:
        raise NotPermitted(Missing.NOT_VERIFIED)


def _consent_of(permit: Permit) -> Consent:
    if permit.basis is None:
        raise NotPermitted(Missing.FORGED)
    return Consent.objects.select_for_update(of=("self",)).get(id=permit.basis.id)


def _locked(note: Tip) -> Tip:
    tip = Tip.objects.select_for_update(of=("self",)).filter(id=note.id).first()
    if tip is None:
        raise NotPermitted(Missing.NOTE_OVER)
    return tip


def _must_reach(consent: Consent, to: Organization, way: str) -> None:
    """Where it goes is where it was agreed to go."""
    if way == BY_CALL:
        if not to_dial(to):
            raise NotPermitted(Missing.NO_NUMBER)
        if not consent.names_number(to):
            raise NotPermitted(Missing.NUMBER_CHANGED)
        return
    if not consent.names_address(to):
        raise NotPermitted(Missing.ADDRESS_CHANGED)
    if not to.address_is_verified:
        raise NotPermitted(Missing.NOT_VERIFIED)


def _why_none(last: Consent | None) -> Missing:
    if last is None:
        return Missing.NO_CONSENT
    if last.is_withdrawn:
        return Missing.WITHDRAWN
    return Missing.EXPIRED if last.is_expired else Missing.WHOSE
