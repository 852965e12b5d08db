"""The hand-over, at the desk."""

from django.urls import path

from havre.handover import views

urlpatterns = [
    path("handover/", views.page, name="handover"),
    path("handover/tasks/", views.leave, name="leave_open"),
    path("handover/acknowledgement/", views.have, name="have"),
    path("leaving/", views.leaving, name="leaving"),
]
