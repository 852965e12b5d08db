"""The offline channel's address, on the desk."""

from django.urls import path

from havre.channels.offline import views

urlpatterns = [path("log/", views.log, name="log")]
