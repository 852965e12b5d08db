"""Leaving something for whoever comes back, at the desk."""

from django.urls import path

from havre.returning import views

urlpatterns = [
    path("talk/<uuid:contact_id>/replies/", views.reply, name="leave_reply"),
    path("tips/<uuid:tip_id>/questions/", views.questions, name="tip_questions"),
]
