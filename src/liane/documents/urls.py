"""Addresses of the papers of a record."""

from django.urls import path

from liane.documents.views import papers, pieces, serving

app_name = "documents"
urlpatterns = [
    path("personnes/<uuid:record_id>/papiers/", papers.papers, name="papers"),
    path("personnes/<uuid:record_id>/papiers/envoyer/", pieces.send, name="send"),
    path("papiers/<uuid:document_id>/", serving.show, name="show"),
    path("papiers/<uuid:document_id>/vignette/", serving.preview, name="preview"),
    path("papiers/<uuid:document_id>/retirer/", papers.withdraw, name="withdraw"),
]
