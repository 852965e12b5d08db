"""Referrals, at the desk."""

from django.urls import path

from havre.referrals import views

urlpatterns = [
    path("talk/<uuid:contact_id>/offers/", views.offer, name="offer"),
    path("talk/<uuid:contact_id>/what-left/", views.show_what_left, name="show_what_left"),
    path("referrals/<uuid:referral_id>/disclosure/", views.put_in_touch, name="put_in_touch"),
    path("referrals/<uuid:referral_id>/refusal/", views.decline, name="decline"),
    path("referrals/<uuid:referral_id>/steps/", views.hear_back, name="hear_back"),
]
