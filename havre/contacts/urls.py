"""The verbs of a conversation, at the desk."""

from django.urls import path

from havre.contacts import (
    endings,
    views,
    views_at_once,
    views_interpreter,
    views_interpreting,
    views_together,
)

_TALK = "talk/<uuid:contact_id>/interpreter"
_CALL = "interpreting/calls/<uuid:call_id>"
_IN = "interpreting/<uuid:contact_id>"

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
    path(f"{_TALK}/asking/", views_interpreting.ask, name="interpreter_ask"),
    path(f"{_TALK}/letting-in/", views_interpreting.let_in, name="interpreter_let_in"),
    path(f"{_TALK}/another/", views_interpreting.another, name="interpreter_another"),
    path(f"{_TALK}/outside/", views_interpreting.outside, name="interpreter_outside"),
    path(f"{_TALK}/ending/", views_interpreting.end, name="interpreter_end"),
    path(f"{_CALL}/", views_interpreter.call, name="interpreter_call"),
    path(f"{_CALL}/coming/", views_interpreter.come, name="interpreter_come"),
    path(f"{_CALL}/passing/", views_interpreter.pass_by, name="interpreter_pass"),
    path(f"{_IN}/", views_interpreter.show, name="interpret"),
    path(f"{_IN}/messages/", views_interpreter.messages, name="interpret_messages"),
    path(f"{_IN}/words/", views_interpreter.say, name="interpret_say"),
    path(f"{_IN}/leaving/", views_interpreter.leave, name="interpret_leave"),
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
