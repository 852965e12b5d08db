"""Forgetting, at the desk."""

from django.urls import path

from havre.retention import views

urlpatterns = [path("talk/<uuid:contact_id>/forgetting/", views.forget, name="forget")]
