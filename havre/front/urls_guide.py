"""The guides' addresses: words that say nothing, and numbers in the rehearsal."""

from django.urls import path

from havre.front import views_guide as views

urlpatterns = [
    path("", views.guide, name="guide"),
    path("library/", views.library, name="library"),
    path("try/", views.rehearse, name="rehearsal"),
    path("try/<slug:scene>/", views.rehearse, name="rehearsal_scene"),
    path("try/<slug:scene>/<slug:opener>/", views.rehearse, name="rehearsal_opener"),
    path("<slug:slug>/", views.guide_page, name="guide_page"),
    path("<slug:slug>/file/", views.guide_file, name="guide_file"),
]
