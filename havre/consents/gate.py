"""The gate. The only place a Permit is made; the door opens to nothing else."""

from dataclasses import KW_ONLY, dataclass, field

from havre.consents.models import BY_CALL, BY_EMAIL, PASS_ON, Consent
from havre.consents.refusals import Missing, NotPermitted
from havre.consents.whose import covers
from havre.contacts.models import Person
from havre.directory.models import Organization
from havre.directory.numbers import to_dial
from havre.lib import privacy

_GATE = object()


@dataclass(frozen=True, slots=True)
class Permit:
    """Everything the door needs to know: whose, to whom, which fields, by what right."""

    person: Person
    recipient: Organization
    share: frozenset[str]
    basis: Consent
    way: str = BY_EMAIL
    _: KW_ONLY
    minted_by: object = field(repr=False)

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


def recheck(permit: Permit) -> None:
    """Whether the permit still holds against the rows as they are now. Raises NotPermitted."""
    consent = Consent.objects.select_for_update(of=("self",)).get(id=permit.basis.id)
    to = Organization.objects.get(id=permit.recipient.id)
    if consent.file != permit.person.file or consent.recipient_id != to.id:
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
