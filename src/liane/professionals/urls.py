"""Addresses of the account."""

from django.urls import path

from liane.professionals.views import address, factor_pages, house, links, second_step, security, shared, sign_in

app_name = "professionals"
urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("connexion/suite/", second_step.second_step, name="second_step"),
    path("connexion/cle/", second_step.sign_in_by_key, name="sign_in_by_key"),
    path("connexion/cle/defi/", second_step.challenge, name="challenge"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("mot-de-passe/", security.password, name="password"),
    path("mot-de-passe/oublie/", links.forgotten, name="forgotten"),
    path("mot-de-passe/choisir/<str:token>/", links.choose, name="choose"),
    path("compte/securite/", security.security, name="security"),
    path("compte/securite/confirmer/", security.proof_page, name="proof"),
    path("compte/securite/connexions/fermer/", security.session_end, name="session_end"),
    path("compte/securite/application/", factor_pages.application, name="application"),
    path("compte/securite/cle/", factor_pages.key_new, name="key_new"),
    path("compte/securite/cle/defi/", factor_pages.key_options, name="key_options"),
    path("compte/securite/retirer/", factor_pages.factor_remove, name="factor_remove"),
    path("compte/securite/codes/", security.codes_renew, name="codes_renew"),
    path("compte/adresse/", address.address, name="address"),
    path("compte/adresse/<str:token>/", address.address_confirm, name="address_confirm"),
    path("compte/code/", security.pin_set, name="pin_set"),
    path("connexion/code/", shared.pin, name="pin"),
    path("verrou/", shared.lock, name="lock"),
    path("verrou/present/", shared.awake, name="awake"),
    path("reglages/connexions/", house.house, name="house"),
    path("reglages/connexions/second-facteur/", house.rule_set, name="rule_set"),
    path("reglages/connexions/postes/", house.device_enrol, name="device_enrol"),
    path("reglages/connexions/postes/retirer/", house.device_end, name="device_end"),
]
