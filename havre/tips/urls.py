"""Tips, at the desk."""

from django.urls import path

from havre.tips import views

urlpatterns = [
    path("tips/", views.tips, name="tips"),
    path("tips/<uuid:tip_id>/", views.tip, name="tip"),
    path("tips/<uuid:tip_id>/assessment/", views.assess, name="assess_tip"),
    path("tips/<uuid:tip_id>/withdrawal/", views.take_back, name="take_back_tip"),
]
