"""The curator's pages."""

from django.urls import path

from havre.directory.curating import (
    answer_views,
    edit_views,
    likeness_views,
    number_views,
    overviews,
    place_views,
    proposal_views,
    trust_views,
    views,
)

urlpatterns = [
    path("", views.records, name="directory"),
    path("asking/", views.asking, name="directory_asking"),
    path("words/", overviews.words, name="directory_words"),
    path("coverage/", overviews.covered, name="directory_coverage"),
    path("proposals/", proposal_views.waiting, name="directory_proposals"),
    path("proposals/<uuid:proposal_id>/", proposal_views.verdict, name="directory_verdict"),
    path("numbers/", number_views.waiting, name="directory_numbers"),
    path("numbers/<uuid:report_id>/", number_views.settling, name="directory_number"),
    path("answers/", answer_views.waiting, name="directory_answers"),
    path("answers/<uuid:answer_id>/", answer_views.settling, name="directory_answer"),
    path("alike/", likeness_views.waiting, name="directory_alike"),
    path("alike/looking/", likeness_views.looking, name="directory_looking"),
    path("alike/<uuid:likeness_id>/", likeness_views.pair, name="directory_pair"),
    path("alike/<uuid:likeness_id>/verdict/", likeness_views.verdict, name="directory_one_or_two"),
    path("merges/<uuid:merge_id>/undoing/", likeness_views.undoing, name="directory_unmerge"),
    path("new/<slug:kind>/", edit_views.new, name="directory_new"),
    path("<uuid:owner_id>/new/<slug:kind>/", edit_views.new, name="directory_new_of"),
    path("<uuid:record_id>/", views.record, name="directory_record"),
    path("<uuid:record_id>/edit/<slug:part>/", edit_views.edit, name="directory_edit"),
    path("<uuid:record_id>/invitation/", answer_views.invite, name="directory_invite"),
    path("<uuid:record_id>/verification/", trust_views.verify, name="directory_verify"),
    path("<uuid:record_id>/suspension/", trust_views.suspend, name="directory_suspend"),
    path("<uuid:record_id>/lifting/", trust_views.lift, name="directory_lift"),
    path("<uuid:record_id>/words/", overviews.vouch, name="directory_vouch"),
    path("<uuid:record_id>/places/", edit_views.places, name="directory_places"),
    path("<uuid:record_id>/undoing/", edit_views.undo, name="directory_undo"),
    path("<uuid:record_id>/confirmation/", views.confirmation, name="directory_confirmation"),
    path("<uuid:record_id>/sealing/", place_views.seal, name="directory_seal"),
    path("<uuid:record_id>/exact/", place_views.exact, name="directory_exact"),
]
