"""Ana on duty, Ben of another team, Sue the supervisor, Mina who writes, Rae at the shelter,
Ines and Ivo who interpret.

Their keys are real and stretched with the real parameters, once per run.
"""

import copy
import uuid
from dataclasses import dataclass, field, replace

import pyotp
from django.apps import apps
from django.conf import settings
from django.db import connections, models, router, transaction

from havre.contacts import actions
from havre.contacts.models import Contact
from havre.directory import actions as directory
from havre.directory.models import Counter, Organization, Service, Verification
from havre.staff import interpreters
from havre.staff.actions import Newcomer, Prepared, add_member, prepare
from havre.staff.models import Member
from havre.staff.signin import SignedIn, _open_session, signed_in
from havre.vault import keys, staffkeys, suite
from havre.vault.models import RoleKey

PASSPHRASES = {
    name: f"{name} keeps four unrelated words: lantern, plover, quartz"
    for name in ("ana", "ben", "sue", "dee", "lou", "ada", "ines", "ivo")
}
NEWCOMERS = {
    "ana": Newcomer("ana", "Ana", ("responder",), team="night", language="en"),
    "ben": Newcomer("ben", "Ben", ("responder",), team="days", language="en"),
    "sue": Newcomer("sue", "Sue", ("supervisor",), team="night", language="en"),
    "dee": Newcomer("dee", "Dee", ("directory",), language="fr"),
    "lou": Newcomer("lou", "Lou", ("legal", "tips"), language="fr"),
    "ada": Newcomer("ada", "Ada", ("administrator",), language="en"),
    "ines": Newcomer("ines", "Ines", ("interpreter",), language="en"),
    "ivo": Newcomer("ivo", "Ivo", ("interpreter",), language="en"),
}
INTERPRETERS = {
    "ines": {"languages": ("es", "pt"), "dialects": "Caribbean", "gender": "woman", "cents": 150},
    "ivo": {"languages": ("ar", "es"), "gender": "man"},
}


@dataclass
class DrawnKeys:
    """Everything that takes long to make."""

    root_public: str
    roles: dict[str, tuple[bytes, bytes, bytes]]  # public, secret, signature
    prepared: dict[str, Prepared]
    codes: dict[str, str]
    chests: dict[str, staffkeys.Chest] = field(default_factory=dict)  # opened once per run


@dataclass
class House:
    """What a test holds in its hands."""

    drawn: DrawnKeys
    members: dict[str, Member] = field(default_factory=dict)
    shelter: Organization | None = None
    bed: Service | None = None

    def on_duty(self, name: str) -> SignedIn:
        """Somebody signed in, as a request would have them."""
        who = signed_in(_open_session(self.members[name], self._chest(name), "-"))
        assert who is not None
        return who

    def _chest(self, name: str) -> staffkeys.Chest:
        if name not in self.drawn.chests:
            member = self.members[name]
            chest = staffkeys.unlock(member.locked, PASSPHRASES[name], member.id)
            assert chest is not None
            self.drawn.chests[name] = chest
        return self.drawn.chests[name]

    def somebody_writes(
        self, *texts: str, language: str = "fr", channel: str = "webchat"
    ) -> Contact:
        """Somebody reaches the line and says these things."""
        files = keys.make_file()
        contact = actions.reach(files, contact_id=uuid.uuid4(), channel=channel, language=language)
        for text in texts:
            actions.receive(
                actions.Words(text, uuid.uuid4()),
                contact_id=contact.id,
                file=files.file,
                public=files.publics["conversation"],
            )
        return contact


def draw_keys() -> DrawnKeys:
    """Role keys under a root key, and everybody's chests."""
    root_public, root_secret = suite.signing_pair()
    roles = {}
    for role in keys.ROLES:
        public, secret = suite.keypair()
        signature = suite.sign(keys.role_statement(role, 1, public), root_secret)
        roles[role] = (public, secret, signature)
    codes = {name: pyotp.random_base32() for name in NEWCOMERS}
    prepared = {name: prepare(PASSPHRASES[name], codes[name]) for name in NEWCOMERS}
    return DrawnKeys(root_public.hex(), roles, prepared, codes)


def move_in(drawn: DrawnKeys) -> House:
    """Store the keys and the people of one test."""
    settings.ROOT_KEY = drawn.root_public
    for role, (public, _, signature) in drawn.roles.items():
        RoleKey.objects.create(role=role, epoch=1, public=public, signature=signature)
    secrets = {role: (1, secret) for role, (_, secret, _) in drawn.roles.items()}
    house = House(drawn)
    for name, newcomer in NEWCOMERS.items():
        house.members[name] = add_member(newcomer, drawn.prepared[name], secrets, by="test")
    for name, entry in INTERPRETERS.items():
        interpreters.enlist(interpreters.Entry(member=house.members[name], **entry), by="test")
    house.shelter = Organization.objects.create(
        key="tilleul",
        kind="ngo",
        names={"en": "Linden", "fr": "Tilleul"},
        email="in@linden.example",
        phones=[{"number": "613-555-0118", "extension": None, "purpose": "intake"}],
    )
    Verification.objects.create(organization=house.shelter, address="in@linden.example", by="dee")
    house.bed = Service.objects.create(
        key="lit",
        organization=house.shelter,
        kind="shelter",
        needs=["emergency_shelter"],
        languages=["en", "fr"],
        settlement="Ottawa",
        province="ON",
        reach="local",
        names={"en": "A safe bed", "fr": "Un lit en lieu sûr"},
        summaries={"en": "Short stays.", "fr": "Courts séjours."},
    )
    directory.reproject([house.bed])
    return house


class Imprint:
    """A house just moved into, kept: each test has its rows without the sealing of each of them."""

    def __init__(self, drawn: DrawnKeys) -> None:
        """Move in once, and take it back. The tables of a test are empty before."""
        with transaction.atomic("default"), transaction.atomic("keystore"):
            self._house = move_in(drawn)
            self._rows = [rows for model in apps.get_models() if (rows := _rows_of(model))]
            for alias in connections:
                transaction.set_rollback(True, using=alias)

    def press(self) -> House:
        """Store it in the databases of this test."""
        settings.ROOT_KEY = self._house.drawn.root_public
        for rows in copy.deepcopy(self._rows):
            model = type(rows[0])
            if isinstance(rows[0], Counter):
                rows[0].house = uuid.uuid4()  # a finder that knows the last test's learns this one
            model._base_manager.using(router.db_for_write(model)).bulk_create(rows)
        mine = (self._house.members, self._house.shelter, self._house.bed)
        members, shelter, bed = copy.deepcopy(mine)
        return replace(self._house, members=members, shelter=shelter, bed=bed)


def _rows_of(model: type[models.Model]) -> list[models.Model]:
    if not model._meta.managed or model._meta.proxy:
        return []
    return list(model._base_manager.using(router.db_for_write(model)).all())
