"""The phone's addresses on the desk."""

from django.urls import path

from havre.channels.phone import views, views_table, views_talk, views_voices

_CALL = "talk/<uuid:contact_id>/call"

urlpatterns = [
    path("phone/", views.phone, name="phone"),
    path("phone/opening/", views.opening, name="phone_opening"),
    path("phone/caller/", views.caller, name="phone_caller"),
    path("phone/telephone/", views_table.show, name="telephone"),
    path("phone/telephone/making/", views_table.make, name="telephone_make"),
    path("phone/telephone/taking-away/", views_table.take_away, name="telephone_take_away"),
    path("phone/telephone/choosing/", views_table.choose, name="telephone_choose"),
    path("phone/voices/", views_voices.show, name="voices"),
    path("phone/voices/keeping/", views_voices.keep, name="voice_keep"),
    path("phone/voices/taking-away/", views_voices.take_away, name="voice_take_away"),
    path("phone/voices/<slug:language>/<slug:code>.wav", views_voices.sound, name="voice_sound"),
    path(f"{_CALL}/waiting/", views_talk.let_wait, name="call_let_wait"),
    path(f"{_CALL}/coming-back/", views_talk.come_back, name="call_come_back"),
    path(f"{_CALL}/letting-go/", views_talk.let_go, name="call_let_go"),
    path(f"{_CALL}/leaving/", views_talk.leave, name="call_leave"),
    path(f"{_CALL}/relay/", views_talk.carried, name="call_carried"),
    path(f"{_CALL}/no-relay/", views_talk.not_carried, name="call_not_carried"),
    path("referrals/<uuid:referral_id>/call/", views_talk.put_through, name="call_put_through"),
]
