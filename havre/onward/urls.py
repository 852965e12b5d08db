"""Passing a note on, at the desk."""

from django.urls import path

from havre.onward import views

urlpatterns = [
    path("tips/<uuid:tip_id>/letter/", views.letter, name="tip_letter"),
    path("tips/<uuid:tip_id>/disclosure/", views.pass_on, name="pass_tip_on"),
]
