"""The directory, at the desk."""

from django.urls import path

from havre.directory import views

urlpatterns = [
    path("talk/<uuid:contact_id>/options/", views.find, name="find"),
    path("directory/", views.directory, name="directory"),
    path("directory/found/", views.look_up, name="look_up"),
    path("directory/compared/", views.compare, name="compare"),
    path("directory/map/", views.on_a_map, name="on_a_map"),
    path("directory/sheet/", views.sheet, name="sheet"),
]
