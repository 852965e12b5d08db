"""The safety question, at the desk."""

from django.urls import path

from havre.safety import views

urlpatterns = [path("talk/<uuid:contact_id>/safety/", views.check, name="check_safety")]
