"""The directory for programs, on the front."""

from django.urls import path

from havre.directory.api import views
from havre.directory.api.choosing import RESOURCES

urlpatterns = [
    path("", views.root),
    path("openapi.json", views.openapi),
    path("profile", views.profile),
    path("profile/<str:table>.json", views.patch),
    path("schema/<path:name>", views.schema),
    *(path(name, views.listed, {"name": name}) for name in RESOURCES),
    *(path(f"{name}/<str:id>", views.one, {"name": name}) for name in RESOURCES),
]
