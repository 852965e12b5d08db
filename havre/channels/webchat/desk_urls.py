"""The conversation's address on the desk."""

from django.urls import path

from havre.channels.webchat import reviewing

urlpatterns = [path("talk/<uuid:contact_id>/pause/", reviewing.review, name="review_pause")]
