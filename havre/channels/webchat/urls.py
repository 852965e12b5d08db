"""The conversation's addresses, under /{lang}/talk/ on the front."""

from django.urls import path

from havre.channels.webchat import views, views_hidden

urlpatterns = [
    path("", views.talk, name="talk"),
    path("messages/", views.messages, name="messages"),
    path("messages.json", views.messages_json, name="messages_json"),
    path("writing/", views.writing, name="writing"),
    path("safety/", views.safety, name="safety"),
    path("ask/", views.ask, name="ask_line"),
    path("sign/", views_hidden.sign, name="sign"),
    path("hide/", views_hidden.hide, name="hide_talk"),
    path("show/", views_hidden.show, name="show_talk"),
    path("look-again/", views.look_again, name="look_again"),
    path("leave/", views.leave, name="leave"),
    path("gone/", views.gone, name="gone"),
]
