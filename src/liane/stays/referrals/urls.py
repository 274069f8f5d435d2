"""Addresses of the requests for admission, included under «stays»."""

from django.urls import path

from liane.stays.referrals.views import admission, following, lists, one, printing, writing

_ONE = "demandes/<uuid:referral_id>/"
_WISH = f"{_ONE}lieux/<uuid:wish_id>/"
_NOTICE = "demandes/notifications/<uuid:notice_id>/"
_LIST = "listes-d-attente/<uuid:facility_id>/"
urlpatterns = [
    path("demandes/", lists.requests, name="referrals"),
    path("demandes/lire/", writing.read, name="notice_read"),
    path("demandes/nouvelle/", writing.new, name="referral_new"),
    path(_NOTICE, writing.from_notice, name="notice"),
    path(f"{_NOTICE}retirer/", writing.throw, name="notice_throw"),
    path(_ONE, one.one, name="referral"),
    path(f"{_ONE}corriger/", writing.edit, name="referral_edit"),
    path(f"{_ONE}relier/", following.link, name="referral_link"),
    path(f"{_ONE}ajouter/", following.add, name="wish_add"),
    path(f"{_ONE}notifications/<uuid:notice_id>/", following.notice_file, name="notice_file"),
    path(f"{_WISH}decider/", following.decide_one, name="wish_decide"),
    path(f"{_WISH}criteres/", following.criteria, name="wish_criteria"),
    path(f"{_WISH}place/", following.place, name="wish_place"),
    path(f"{_WISH}avis/", following.opinion, name="wish_opinion"),
    path(f"{_WISH}lettre/", printing.letter, name="refusal_letter"),
    path(f"{_WISH}admission/", admission.show, name="admission"),
    path(f"{_WISH}admission/entree/", admission.enter, name="admit"),
    path(f"{_WISH}admission/<slug:step>/", admission.step, name="admission_step"),
    path(_LIST, lists.waiting, name="waiting_list"),
    path(f"{_LIST}imprimer.pdf", printing.waiting_file, name="waiting_pdf"),
    path(f"{_LIST}regles/", lists.rules, name="waiting_rules"),
]
