"""The person's side: neutral words in every address, and the language first."""

from django.urls import URLPattern, URLResolver, include, path

from havre.front import (
    views,
    views_back,
    views_listing,
    views_note,
    views_services,
    views_sheets,
    views_words,
)
from havre.front.speaking import ReaderPrefix

_in_every_language: list[URLPattern | URLResolver] = [
    path("", views.reach, name="reach"),
    path("talk/", include("havre.channels.webchat.urls")),
    path("other/", views.elsewhere, name="elsewhere"),
    path("places/", views_services.services, name="services"),
    path("back/", views_back.back, name="back"),
    path("back/known.bin", views_back.known, name="back_known"),
    path("back/done/", views_back.done, name="back_done"),
    path("back/adding/", views_back.add, name="back_add"),
    path("back/forgetting/", views_back.forget, name="back_forget"),
    path("back/words/", views_words.words, name="back_words"),
    path("note/", views_note.note, name="note"),
    path("note/kept/", views_note.kept, name="note_kept"),
    path("listing/<slug:token>/", views_listing.own_entry, name="listing"),
    path("plan/", views.plan, name="plan"),
    path("safer/", views.safer, name="safer"),
    path("privacy/", views.privacy, name="privacy"),
    path("guide/", include("havre.front.urls_guide")),
]

urlpatterns = [
    path("", views.choose_language, name="door"),
    path("exit/", views.leave, name="exit"),
    path("exit/now/", views.leave_now, name="exit_now"),
    path("calendar/", views.calendar, name="calendar"),
    path("style/<slug:name>.<slug:digest>.css", views_sheets.sheet, name="sheet"),
    path("health/", views.health, name="health"),
    path("api/hsds/v3/", include("havre.directory.api.urls")),  # for programs
    URLResolver(ReaderPrefix(), _in_every_language),
]

handler400 = "havre.front.views.misread"
handler403 = "havre.front.views.misread"
handler404 = "havre.front.views.missing"
handler500 = "havre.front.views.broken"
