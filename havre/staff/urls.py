"""Signing in and out, and care for who listens."""

from django.urls import path

from havre.staff import colleague_views, feed_views, interpreter_views, own_views, rota_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("awake/", views.awake, name="awake"),
    path("here/", views.here, name="here"),
    path("presence/", views.presence_of_mine, name="presence"),
    path("care/break/", views.step_off, name="step_off"),
    path("care/hard/", views.hard, name="hard"),
    path("care/talk/", views.talk, name="wish_to_talk"),
    path("care/taking-up/", views.take_up, name="take_up"),
    path("yours/", own_views.show, name="yours"),
    path("yours/bringing/", own_views.bring, name="bring"),
    path("yours/calling/", own_views.call_me_at, name="call_me_at"),
    path("colleagues/", colleague_views.show, name="colleagues"),
    path("colleagues/bringing/", colleague_views.bring_for, name="bring_for"),
    path("language/", views.language, name="language"),
    path("colours/", views.colours, name="colours"),
    path("interpreters/", interpreter_views.show, name="interpreters"),
    path("interpreters/entries/", interpreter_views.enlist, name="interpreters_enlist"),
    path("interpreters/striking/", interpreter_views.strike, name="interpreters_strike"),
    path("rota/", rota_views.show, name="rota"),
    path("rota/shifts/", rota_views.add, name="rota_add"),
    path("rota/endings/", rota_views.end, name="rota_end"),
    path("rota/substitutes/", rota_views.take_over, name="rota_take_over"),
    path("rota/days/", rota_views.note_day, name="rota_day"),
    path("rota/feed/", feed_views.make, name="feed_make"),
    path("rota/feed/closing/", feed_views.close, name="feed_close"),
    path("times/<slug:token>.ics", feed_views.times, name="times"),
]
