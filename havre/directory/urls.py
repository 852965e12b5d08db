"""The directory, at the desk."""

from django.urls import path

from havre.directory import views

urlpatterns = [path("talk/<uuid:contact_id>/options/", views.find, name="find")]
