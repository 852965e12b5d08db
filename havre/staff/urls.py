"""Signing in and out."""

from django.urls import path

from havre.staff import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("awake/", views.awake, name="awake"),
    path("here/", views.here, name="here"),
    path("presence/", views.presence_of_mine, name="presence"),
    path("language/", views.language, name="language"),
]
