"""Forgetting, at the desk."""

from django.urls import path

from havre.retention import views

urlpatterns = [
    path("talk/<uuid:contact_id>/forgetting/", views.forget, name="forget"),
    path("tips/<uuid:tip_id>/forgetting/", views.forget_tip, name="forget_tip"),
]
