"""The services of one province as a booklet to print: what everybody may know, and no more.

By place, then by name; the national lines stand at the end. Typeset with the fonts that every PDF
reader has, so that nothing is fetched; a letter they lack is written without its mark.
"""

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus.flowables import Flowable

from havre.directory import finding
from havre.directory.models import PUBLIC
from havre.directory.shown import Shown
from havre.directory.templatetags.facts import spoken_lines
from havre.lib import clock, lang, taxonomy

PROVINCES = tuple(taxonomy.codes("province")[:13])
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5)
_GREY = HexColor(0x444444)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=8, leading=10.5, textColor=_GREY)
_NAME = ParagraphStyle("name", parent=_BODY, fontName="Helvetica-Bold", fontSize=11, leading=14)
_PLACE = ParagraphStyle(
    "place", parent=_NAME, fontSize=14, leading=18, spaceBefore=14, spaceAfter=4, keepWithNext=1
)
_TITLE = ParagraphStyle("title", parent=_NAME, fontSize=20, leading=26, spaceAfter=8)
_ENCODING = "cp1252"  # of the standard fonts


def write(file: Path, province: str) -> int:
    """Write the booklet in the language of now; how many services stand in it."""
    local, national = _services(province)
    name = taxonomy.label("province", province)
    parts: list[Flowable] = [
        _text(_("Services in %(province)s") % {"province": name}, _TITLE),
        _text(_made(), _SMALL),
    ]
    place = None
    for service in local:
        if service.place != place:
            place = service.place
            parts.append(_text(place or name, _PLACE))
        parts.append(_entry(service))
    if national:
        parts.append(_text(_("All of Canada"), _PLACE))
    parts += [_entry(service) for service in national]
    document = SimpleDocTemplate(
        str(file), pagesize=letter, leftMargin=0.8 * inch, rightMargin=0.8 * inch,
        topMargin=0.7 * inch, bottomMargin=0.8 * inch, lang=lang.current(),
        title=_plain(_("Services in %(province)s") % {"province": name}), author="",
    )  # fmt: skip
    document.build(parts, onFirstPage=_number, onLaterPages=_number)
    return len(local) + len(national)


def _services(province: str) -> tuple[list[Shown], list[Shown]]:
    index = finding.index(PUBLIC)
    found = [Shown(json.loads(kept)) for id in index.ids() if (kept := index.card(id))]
    found = [each for each in found if not each.is_police]
    national = [each for each in found if each.card.get("reach") == "national"]
    local = [
        each
        for each in found
        if each.card.get("reach") != "national" and each.card.get("province") == province
    ]
    return sorted(local, key=_order), sorted(national, key=_order)


def _order(service: Shown) -> tuple[str, str, str]:
    return lang.fold(service.place), lang.fold(service.name), str(service.id)


def _made() -> str:
    day = date_format(clock.line_time(clock.now()).date(), "DATE_FORMAT")
    words = _("Printed on %(day)s. Things change: ring before you go. Help at any hour: %(phone)s")
    return words % {"day": day, "phone": settings.LINE_PHONE}


def _entry(service: Shown) -> Flowable:
    lines: list[Flowable] = [_text(service.name, _NAME)]
    if service.organization:
        lines.append(_text(service.organization, _SMALL))
    lines += [_text(words, _BODY) for words in (service.summary, service.what_happens) if words]
    lines += [_text(line, _BODY) for line in spoken_lines(service)]
    lines += [_text(service.checked, _SMALL), Spacer(0, 8)]
    return KeepTogether(lines)


def _text(words: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(_plain(words)), style)


def _plain(words: str) -> str:
    """Words that the fonts can write: a letter they lack loses its mark, or becomes a question."""
    return "".join(_letter(each) for each in unicodedata.normalize("NFC", words))


def _letter(one: str) -> str:
    for form in (one, *_without_marks(one)):
        try:
            form.encode(_ENCODING)
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def _without_marks(one: str) -> Iterable[str]:
    base = "".join(c for c in unicodedata.normalize("NFKD", one) if not unicodedata.combining(c))
    return [base] if base else []


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(letter[0] / 2, 0.45 * inch, str(document.page))
