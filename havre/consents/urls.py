"""Consents, at the desk."""

from django.urls import path

from havre.consents import views

urlpatterns = [
    path("talk/<uuid:contact_id>/consents/", views.give, name="give_consent"),
    path("consents/<uuid:consent_id>/withdrawal/", views.withdraw, name="withdraw"),
    path("consents/<uuid:consent_id>/whose/", views.say_whose, name="say_whose"),
]
