"""The phone's addresses on the desk."""

from django.urls import path

from havre.channels.phone import views

urlpatterns = [
    path("phone/", views.phone, name="phone"),
    path("phone/opening/", views.opening, name="phone_opening"),
]
