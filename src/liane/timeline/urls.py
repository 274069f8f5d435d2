from django.urls import path

from liane.timeline.views import record, search

app_name = "timeline"
urlpatterns = [
    path("recherche/", search.everywhere, name="search"),
    path("recherche/palette/", search.palette, name="palette"),
    path("personnes/<uuid:record_id>/", record.record, name="record"),
]
