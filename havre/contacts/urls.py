"""The verbs of a conversation, at the desk."""

from django.urls import path

from havre.contacts import views

urlpatterns = [
    path("talk/<uuid:contact_id>/taking/", views.take, name="take"),
    path("talk/<uuid:contact_id>/passing/", views.pass_on, name="pass_on"),
    path("talk/<uuid:contact_id>/giving/", views.give_back, name="give_back"),
    path("talk/<uuid:contact_id>/asking/", views.ask, name="ask"),
    path("talk/<uuid:contact_id>/messages/", views.messages, name="messages"),
    path("talk/<uuid:contact_id>/answer/", views.answer, name="answer"),
    path("talk/<uuid:contact_id>/note/", views.note, name="note"),
    path("talk/<uuid:contact_id>/wish/", views.wish, name="wish"),
    path("talk/<uuid:contact_id>/person/", views.person, name="person"),
    path("talk/<uuid:contact_id>/closure/", views.close, name="close"),
    path("talk/<uuid:contact_id>/reopening/", views.reopen, name="reopen"),
]
