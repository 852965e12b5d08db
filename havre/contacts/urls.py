"""The verbs of a conversation, at the desk."""

from django.urls import path

from havre.contacts import endings, views, views_at_once, views_together

urlpatterns = [
    path("talk/<uuid:contact_id>/taking/", views.take, name="take"),
    path("talk/<uuid:contact_id>/passing/", views.pass_on, name="pass_on"),
    path("talk/<uuid:contact_id>/giving/", views.give_back, name="give_back"),
    path("talk/<uuid:contact_id>/asking/", views.ask, name="ask"),
    path("talk/<uuid:contact_id>/messages/", views.messages, name="messages"),
    path("talk/<uuid:contact_id>/hiding/", views.hide, name="hide"),
    path("talk/<uuid:contact_id>/hidden/", views.hidden, name="hidden"),
    path("talk/<uuid:contact_id>/answer/", views.answer, name="answer"),
    path("talk/<uuid:contact_id>/draft/", views_at_once.draft, name="draft"),
    path("talk/<uuid:contact_id>/writing/", views_at_once.writes, name="writes"),
    path("talk/<uuid:contact_id>/note/", views.note, name="note"),
    path("talk/<uuid:contact_id>/wish/", views.wish, name="wish"),
    path("talk/<uuid:contact_id>/person/", views.person, name="person"),
    path("talk/<uuid:contact_id>/closure/", views.close, name="close"),
    path("talk/<uuid:contact_id>/setting-apart/", endings.set_apart, name="set_apart"),
    path("talk/<uuid:contact_id>/resting/", endings.let_rest, name="let_rest"),
    path("talk/<uuid:contact_id>/warnings/", endings.warn, name="warn"),
    path("talk/<uuid:contact_id>/ending/", endings.end, name="end"),
    path("talk/<uuid:contact_id>/reopening/", views.reopen, name="reopen"),
    path("talk/<uuid:contact_id>/helping/", views_together.ask, name="ask_help"),
    path("talk/<uuid:contact_id>/beside/", views_together.beside, name="beside"),
    path("talk/<uuid:contact_id>/leaving/", views_together.leave, name="leave_beside"),
    path("talk/<uuid:contact_id>/aside/", views_together.aside, name="aside"),
    path("in-hand/", views_at_once.in_hand, name="in_hand"),
    path("switchboard/", views_together.switchboard, name="switchboard"),
    path("alarm/", views_together.ask_all, name="alarm"),
    path("calls/", views_together.calls, name="calls"),
    path("calls/<uuid:help_id>/", views_together.call, name="call"),
    path("calls/<uuid:help_id>/coming/", views_together.come, name="come"),
    path("calls/<uuid:help_id>/declining/", views_together.decline, name="decline_help"),
    path("calls/<uuid:help_id>/calling-off/", views_together.call_off, name="call_off"),
]
