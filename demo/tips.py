"""What the public saw before this night: four notes on the public page, all of them made up."""

import datetime as dt
import uuid

from django.utils.translation import override

from demo import moments
from havre.tips.actions import Seen, receive

# hours ago, language, may it be passed on, what
_LEFT = (
    (70, "en", False, Seen(
        what="The same four women come in by van before six and leave after dark. The one who "
             "drives holds all their cards and orders for them.",
        where="A coffee place beside a greenhouse, Example Road",
        when="Every day but Sunday, since about May",
        vehicle="White van, no name on it",
    )),
    (31, "fr", True, Seen(
        what="Une annonce promet un emploi de ménage logé et nourri, mais demande le passeport "
             "avant l’entrevue et 3 000 $ pour les papiers.",
        online="Groupe d’emploi sur un réseau social, page « Maisons modèles inc. » (inventé)",
        when="Vue trois fois cette semaine",
    )),
    (9, "en", False, Seen(
        what="A girl of maybe sixteen cried in the corridor. A man came for her and would not "
             "let her answer when I asked if she was all right.",
        where="Motel on Example Street, second floor",
        when="Last night, after eleven",
        who="She: short dark hair, hospital bracelet. He: forties, cap.",
    )),
    (2, "fr", False, Seen(what="Je ne sais pas si c’est important. La lumière reste allumée toute "
                               "la nuit et personne n’entre par la porte d’en avant.")),
)  # fmt: skip


def leave(now: dt.datetime) -> None:
    """Leave them as anybody does, at their hours."""
    for hours, language, passing_on, seen in _LEFT:
        with moments.at(hours * 60, of=now), override(language):
            receive(seen, passing_on=passing_on, key=uuid.uuid4())
