"""Addresses of the stays of a record, and of the import of a list."""

from django.urls import path

from liane.stays import views
from liane.stays.importing import views as importing

app_name = "stays"
_STAYS = "personnes/<uuid:record_id>/accompagnements/"
_IMPORT = "personnes/importer/<uuid:batch_id>/"
urlpatterns = [
    path(f"{_STAYS}ouvrir/", views.open_one, name="open"),
    path(f"{_STAYS}retour/", views.back, name="back"),
    path(f"{_STAYS}<uuid:stay_id>/", views.edit, name="edit"),
    path(f"{_STAYS}<uuid:stay_id>/terminer/", views.end, name="end"),
    path("personnes/importer/", importing.send, name="import_send"),
    path("personnes/importer/modele.csv", importing.model, name="import_model"),
    path(f"{_IMPORT}", importing.show, name="import"),
    path(f"{_IMPORT}colonnes/", importing.choose, name="import_columns"),
    path(f"{_IMPORT}lignes/<int:line>/", importing.decide, name="import_decide"),
    path(f"{_IMPORT}a-corriger.csv", importing.to_correct, name="import_to_correct"),
    path(f"{_IMPORT}enregistrer/", importing.accept, name="import_accept"),
    path(f"{_IMPORT}annuler/", importing.undo, name="import_undo"),
    path(f"{_IMPORT}abandonner/", importing.give_up, name="import_give_up"),
]
