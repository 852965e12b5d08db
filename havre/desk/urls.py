"""The desk's addresses. Every one names its audience (tests/house/test_url_audiences.py)."""

from django.urls import include, path

from havre.desk import board, commands, forecast, views

urlpatterns = [
    path("", board.board, name="board"),
    path("waiting/", board.waiting, name="waiting"),
    path("offered/", board.offered, name="offered"),
    path("talk/<uuid:contact_id>/", views.workspace, name="workspace"),
    path("talk/<uuid:contact_id>/panels/<slug:panel>/", views.panel, name="panel"),
    path("care/", views.care_page, name="care"),
    path("numbers/", views.numbers, name="numbers"),
    path("rota/forecast/", forecast.show, name="forecast"),
    path("audit/", views.audit, name="audit"),
    path("outbox/", views.outbox, name="outbox"),
    path("commands/", commands.commands, name="commands"),
    path("rings/", commands.rings, name="rings"),
    path("design/", views.design, name="design"),
    path("health/", views.health, name="health"),
    path("", include("havre.staff.urls")),
    path("", include("havre.contacts.urls")),
    path("", include("havre.safety.urls")),
    path("", include("havre.directory.urls")),
    path("", include("havre.tips.urls")),
    path("", include("havre.returning.urls")),
    path("", include("havre.consents.urls")),
    path("", include("havre.referrals.urls")),
    path("", include("havre.onward.urls")),
    path("", include("havre.handover.urls")),
    path("", include("havre.retention.urls")),
    path("", include("havre.channels.offline.urls")),
    path("", include("havre.channels.webchat.desk_urls")),
    path("", include("havre.channels.phone.desk_urls")),
]
handler400 = "havre.lib.pages.refused"
handler404 = "havre.desk.views.not_here"
handler500 = "havre.desk.views.broken"
