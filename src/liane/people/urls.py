"""Addresses of the persons and of their records. `timeline` serves /personnes/<record_id>/ itself (Le fil)."""

from django.urls import path

from liane.people.circle import directory_views as directory
from liane.people.circle import family_views as family
from liane.people.circle import home_views as circle_homes
from liane.people.circle import views as circle
from liane.people.doubles.views import compare, identities, part, queue, undo
from liane.people.entitlements import claim_views, expiry_views
from liane.people.entitlements import views as right_views
from liane.people.ins import views as ins
from liane.people.mailing import views as mailing
from liane.people.protection import edit_views as protection_edit
from liane.people.protection import views as protection_views
from liane.people.views import codes, creation, emergency, essential, identity, journal, listing, photo, places

app_name = "people"
_RECORD = "personnes/<uuid:record_id>/"
urlpatterns = [
    path("identites/", identities.show, name="identities"),
    path("identites/doublons/", queue.show, name="doubles"),
    path("identites/doublons/<uuid:double_id>/", compare.show, name="double"),
    path("identites/doublons/<uuid:double_id>/reunir/", compare.join, name="double_join"),
    path("identites/doublons/<uuid:double_id>/deux-personnes/", compare.apart, name="double_apart"),
    path("identites/doublons/<uuid:double_id>/redemander/", compare.again, name="double_again"),
    path("identites/reunions/<uuid:regrouping_id>/", undo.show, name="regrouping"),
    path("identites/reunions/<uuid:regrouping_id>/annuler/", undo.undo, name="regrouping_undo"),
    path(f"{_RECORD}autre-dossier/", part.double_of, name="double_of"),
    path(f"{_RECORD}separer/", part.part, name="part"),
    path("annuaire/", directory.listing, name="directory"),
    path("annuaire/ajouter/", directory.add, name="contact_add"),
    path("annuaire/<uuid:contact_id>/", directory.one, name="contact"),
    path("annuaire/<uuid:contact_id>/corriger/", directory.correct, name="contact_correct"),
    path("annuaire/<uuid:contact_id>/reunir/", directory.join, name="contact_join"),
    path("annuaire/reunions/<uuid:join_id>/separer/", directory.part, name="contact_part"),
    path("personnes/", listing.persons, name="list"),
    path("personnes/courrier/", mailing.mail, name="mail"),
    path("personnes/nouvelle/", creation.create, name="create"),
    path("personnes/nouvelle/sans-papiers/", creation.create_alias, name="create_alias"),
    path("personnes/code/", codes.read, name="code"),
    path("personnes/lieux-de-naissance/", places.propose, name="birth_places"),
    path("acces-urgence/", emergency.door, name="emergency_door"),
    path("acces-urgence/service/", emergency.service, name="emergency_service"),
    path("acces-urgence/<uuid:emergency_id>/terminer/", emergency.end, name="emergency_end"),
    path("acces-urgence/<uuid:emergency_id>/avis/", emergency.review, name="emergency_review"),
    path(f"{_RECORD}acces-urgence/", emergency.on_record, name="emergency"),
    path(f"{_RECORD}identite/", identity.edit, name="identity"),
    path(f"{_RECORD}identite/etat/", ins.show, name="identity_sheet"),
    path(f"{_RECORD}identite/piece/", ins.evidence, name="evidence"),
    path(f"{_RECORD}identite/piece/<uuid:evidence_id>/annuler/", ins.cancel, name="evidence_cancel"),
    path(f"{_RECORD}identite/signaler/", ins.mark, name="identity_mark"),
    path(f"{_RECORD}identite/code/", ins.compare, name="identity_code"),
    path(f"{_RECORD}identite/numeros/", ins.add_number, name="number_add"),
    path(f"{_RECORD}identite/numeros/<uuid:number_id>/retirer/", ins.remove_number, name="number_remove"),
    path(f"{_RECORD}photo/", photo.show, name="photo"),
    path(f"{_RECORD}photo/changer/", photo.change, name="photo_change"),
    path(f"{_RECORD}photo/retirer/", photo.remove, name="photo_remove"),
    path(f"{_RECORD}essentiel/", essential.show, name="essential"),
    path(f"{_RECORD}essentiel.pdf", essential.pdf, name="essential_pdf"),
    path(f"{_RECORD}essentiel/<slug:question>/", essential.answer, name="essential_answer"),
    path(f"{_RECORD}a-savoir/", essential.add_flag, name="flag_add"),
    path(f"{_RECORD}a-savoir/<uuid:flag_id>/retirer/", essential.end_flag, name="flag_end"),
    path(f"{_RECORD}referent/", essential.key_worker, name="key_worker"),
    path(f"{_RECORD}entourage/", circle.show, name="circle"),
    path(f"{_RECORD}entourage/ajouter/", circle.add, name="relative_add"),
    path(f"{_RECORD}entourage/famille/", family.show, name="family"),
    path(f"{_RECORD}entourage/famille/lier/", family.tie, name="tie"),
    path(f"{_RECORD}entourage/famille/<uuid:tie_id>/retirer/", family.untie, name="untie"),
    path(f"{_RECORD}entourage/lieux/ajouter/", circle_homes.add, name="home_add"),
    path(f"{_RECORD}entourage/lieux/<uuid:home_id>/", circle_homes.edit, name="home_edit"),
    path(f"{_RECORD}entourage/lieux/<uuid:home_id>/membres/<uuid:member_id>/", circle_homes.member, name="home_member"),
    path(f"{_RECORD}entourage/<uuid:relative_id>/", circle.edit, name="relative_edit"),
    path(f"{_RECORD}entourage/<uuid:relative_id>/retirer/", circle.end, name="relative_end"),
    path(f"{_RECORD}qui-a-vu/", journal.show, name="journal"),
    path(f"{_RECORD}qui-peut-quoi/", protection_views.show, name="standing"),
    path(f"{_RECORD}qui-peut-quoi/imprimer/", protection_views.printed, name="standing_print"),
    path(f"{_RECORD}qui-peut-quoi/histoire/", protection_views.history, name="protection_history"),
    path(f"{_RECORD}qui-peut-quoi/mesures/ajouter/", protection_views.choose, name="measure_choose"),
    path(f"{_RECORD}qui-peut-quoi/mesures/ajouter/<slug:measure>/", protection_edit.measure_add, name="measure_add"),
    path(f"{_RECORD}qui-peut-quoi/mesures/<uuid:measure_id>/", protection_edit.measure_correct, name="measure_correct"),
    path(
        f"{_RECORD}qui-peut-quoi/mesures/<uuid:measure_id>/audience/", protection_edit.hearing_add, name="hearing_add"
    ),
    path(
        f"{_RECORD}qui-peut-quoi/audiences/<uuid:hearing_id>/", protection_edit.hearing_correct, name="hearing_correct"
    ),
    path(f"{_RECORD}qui-peut-quoi/parents/ajouter/", protection_edit.authority_add, name="authority_add"),
    path(
        f"{_RECORD}qui-peut-quoi/parents/<uuid:authority_id>/",
        protection_edit.authority_correct,
        name="authority_correct",
    ),
    path(
        f"{_RECORD}qui-peut-quoi/<slug:what>/<uuid:line_id>/retirer/",
        protection_edit.strike,
        name="protection_strike",
    ),
    path("echeances/", expiry_views.listing, name="expiries"),
    path(f"{_RECORD}droits/ajouter/", right_views.choose, name="right_choose"),
    path(f"{_RECORD}droits/ajouter/<slug:kind>/", right_views.add, name="right_add"),
    path(f"{_RECORD}droits/<uuid:right_id>/", right_views.show, name="right"),
    path(f"{_RECORD}droits/<uuid:right_id>/corriger/", right_views.correct, name="right_correct"),
    path(f"{_RECORD}droits/<uuid:right_id>/retirer/", right_views.withdraw, name="right_withdraw"),
    path(f"{_RECORD}demarches/ajouter/<slug:kind>/", claim_views.add, name="claim_add"),
    path(f"{_RECORD}demarches/<uuid:claim_id>/", claim_views.show, name="claim"),
]
