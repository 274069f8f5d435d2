"""Addresses of the conformity."""

from django.urls import path

from liane.steering.views import alerts, conformity, inspection, retention

app_name = "steering"
_RECORD = "conformite/dossiers/<uuid:record_id>/"
urlpatterns = [
    path("conformite/", conformity.show, name="conformity"),
    path("conformite/relire/", conformity.verify, name="verify"),
    path("conformite/tete/", conformity.heads, name="heads"),
    path("conformite/cle-publique/", conformity.public_key, name="public_key"),
    path("conformite/acces/<uuid:alert_id>/", alerts.treat, name="treat"),
    path("conformite/acces/<uuid:alert_id>/rien-d-anormal/", alerts.fine, name="fine"),
    path("conformite/conservation/", retention.show, name="retention"),
    path("conformite/conservation/geler/", retention.hold_all, name="hold_all"),
    path("conformite/conservation/<uuid:hold_id>/lever/", retention.hold_lift, name="hold_lift"),
    path("conformite/dossiers/", inspection.search, name="search"),
    path(_RECORD, inspection.accesses, name="accesses"),
    path(f"{_RECORD}qui-a-vu.csv", inspection.accesses_csv, name="accesses_csv"),
    path(f"{_RECORD}qui-a-vu.pdf", inspection.accesses_pdf, name="accesses_pdf"),
    path(f"{_RECORD}geler/", retention.hold_record, name="hold_record"),
    path("questions/", alerts.questions, name="questions"),
    path("questions/<uuid:alert_id>/", alerts.explain, name="explain"),
]
