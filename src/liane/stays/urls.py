"""Addresses of the stays of a record, and of the import of a list."""

from django.urls import path

from liane.stays import views
from liane.stays.absences import views as absences
from liane.stays.belongings import views as belongings
from liane.stays.clocks import views as clocks
from liane.stays.exits import views as exits
from liane.stays.following import views as following
from liane.stays.importing import views as importing
from liane.stays.liaison import views as liaison
from liane.stays.moves import views as moves
from liane.stays.places import views as places
from liane.stays.referrals.urls import urlpatterns as referrals
from liane.stays.retention import request_views as erasing
from liane.stays.retention import views as retention

app_name = "stays"
_STAYS = "personnes/<uuid:record_id>/accompagnements/"
_ABSENCES = "personnes/<uuid:record_id>/absences/"
_IMPORT = "personnes/importer/<uuid:batch_id>/"
urlpatterns = [
    *referrals,
    path(f"{_STAYS}ouvrir/", views.open_one, name="open"),
    path(f"{_STAYS}retour/", views.back, name="back"),
    path(f"{_STAYS}<uuid:stay_id>/", views.edit, name="edit"),
    path(f"{_STAYS}<uuid:stay_id>/terminer/", views.end, name="end"),
    path(f"{_STAYS}<uuid:stay_id>/reprendre-la-sortie/", exits.take_back, name="end_take_back"),
    path("personnes/<uuid:record_id>/depart/", liaison.departure, name="departure"),
    path("personnes/<uuid:record_id>/depart.pdf", liaison.departure_file, name="departure_pdf"),
    path("conformite/dossiers/conservation/", retention.show, name="retention"),
    path("conformite/dossiers/archiver/", retention.archive, name="archive"),
    path("conformite/dossiers/durees/<slug:rule>/", retention.durations, name="durations"),
    path("conformite/dossiers/<uuid:record_id>/ressortir/", retention.take_out, name="take_out"),
    path("conformite/dossiers/<uuid:record_id>/detruire/", retention.destroy, name="destroy"),
    path("conformite/destructions/<uuid:destruction_id>/", retention.certificate, name="certificate"),
    path("conformite/demandes/effacer/", erasing.erase, name="requests_erase"),
    path("conformite/effacements/<uuid:erasure_id>/", erasing.erasure, name="erasure"),
    path("delais/", clocks.late, name="clocks"),
    path("personnes/<uuid:record_id>/delais/", clocks.of_record, name="clocks_record"),
    path(f"{_STAYS}<uuid:stay_id>/delais/<slug:code>/<uuid:source_id>/", clocks.met, name="clock_met"),
    path(f"{_STAYS}<uuid:stay_id>/delais/<uuid:mark_id>/reprendre/", clocks.take_back, name="clock_take_back"),
    path(f"{_STAYS}<uuid:stay_id>/suivis/<uuid:follow_up_id>/", following.answer, name="follow_up"),
    path(f"{_STAYS}<uuid:stay_id>/arrivee/", views.arrive, name="arrive"),
    path(f"{_STAYS}<uuid:stay_id>/inventaire/", belongings.new, name="inventory_new"),
    path("personnes/<uuid:record_id>/inventaires/", belongings.inventories, name="inventories"),
    path("personnes/<uuid:record_id>/inventaires/<uuid:inventory_id>.pdf", belongings.printed, name="inventory_pdf"),
    path(f"{_STAYS}<uuid:stay_id>/absence/", absences.note, name="absence_note"),
    path(_ABSENCES, absences.absences, name="absences"),
    path(f"{_ABSENCES}noter/", absences.new, name="absence_new"),
    path(f"{_ABSENCES}<uuid:absence_id>/", absences.edit, name="absence_edit"),
    path(f"{_ABSENCES}<uuid:absence_id>/retour/", absences.back, name="absence_back"),
    path(f"{_ABSENCES}<uuid:absence_id>/annuler/", absences.cancel, name="absence_cancel"),
    path(f"{_STAYS}<uuid:stay_id>/changer-d-unite/", moves.one, name="move"),
    path("places/", places.places, name="places"),
    path("places/qui-etait-la/", places.who_was_there, name="census"),
    path("places/unites/<uuid:unit_id>/", places.unit_places, name="places_unit"),
    path("places/unites/<uuid:unit_id>/changer/", moves.group, name="move_group"),
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
