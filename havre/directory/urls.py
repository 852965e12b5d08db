"""The directory, at the desk."""

from django.urls import include, path

from havre.directory import telling_views, views

urlpatterns = [
    path("talk/<uuid:contact_id>/options/", views.find, name="find"),
    path("services/", views.services, name="services"),
    path("services/found/", views.look_up, name="look_up"),
    path("services/compared/", views.compare, name="compare"),
    path("services/map/", views.on_a_map, name="on_a_map"),
    path("services/handout/", views.handout, name="handout"),
    path("directory/<uuid:record_id>/number/", telling_views.number, name="number_report"),
    path("directory/<uuid:record_id>/beds/", telling_views.places, name="places_said"),
    path("directory/", include("havre.directory.curating.urls")),
]
