"""One error page. It says what happened, what is safe, what to do; a short reference links it to the log."""

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from liane.kit.addresses import reverse
from liane.kit.door import Moved, NotVisible
from liane.kit.pages import render, words_typed

log = logging.getLogger("liane.errors")
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
NOT_FOUND = {
    "title": "Page introuvable",
    "sentence": "Cette page n’existe pas, ou vous n’y avez pas accès.",
    "action": "Vérifiez l’adresse, ou revenez à votre journée.",
}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Absent, hidden, or of another organisation: the same page, the same code."""
    return render(request, "kit/error.html", NOT_FOUND, status=404)


def not_visible(request: HttpRequest, error: NotVisible) -> HttpResponse:
    """A closed door. Only a colleague who may know that something exists is told whom to ask."""
    if not error.refusal.sentence:
        return not_found(request)
    context = {
        "title": "Ce dossier n’est pas ouvert à votre équipe",
        "sentence": error.refusal.sentence,
        "action": "",
        "emergency": error.refusal.emergency,
    }
    return render(request, "kit/error.html", context, status=403)


def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    """The record was joined to another one: a reader goes there by herself; what was sent is given back, nothing is written."""
    named = request.resolver_match.kwargs.get("record_id") if request.resolver_match else None
    if named and request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(request.get_full_path().replace(str(named), str(error.to), 1))
    context = {"kept_url": reverse("timeline:record", kwargs={"record_id": error.to}), "fields": words_typed(request)}
    return render(request, "kit/moved.html", context, status=409)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Nothing of the failure is shown, only a reference to quote."""
    reference = "".join(secrets.choice(_ALPHABET) for _ in range(4))
    found = request.resolver_match
    log.error("server error, reference %s, %s %s", reference, request.method, found.view_name if found else "unknown")
    context = {
        "title": "Liane a un souci",
        "sentence": "Rien n’a été enregistré à moitié. Réessayez dans une minute.",
        "action": "Si cela recommence, donnez cette référence à la personne qui s’occupe de Liane.",
        "reference": reference,
    }
    try:
        return render(request, "kit/error.html", {**context, "nav": []}, status=500)
    except Exception:  # the last resort (ASVS 16.5.4): what broke the page may break its page of error too
        log.exception("the page of error failed, reference %s", reference)
        plain = f"{context['title']}. {context['sentence']} Référence : {reference}"
        return HttpResponse(plain, status=500, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return too_big(request)
    sentence = "Ce qui a été envoyé n’a pas pu être lu. Rien n’a été enregistré."
    context = {"title": "Demande illisible", "sentence": sentence, "action": "Revenez en arrière et réessayez."}
    return render(request, "kit/error.html", context, status=400)


def too_big(request: HttpRequest) -> HttpResponse:
    """More than the house takes in one sending."""
    context = {
        "title": "C’est trop lourd",
        "sentence": "Cet envoi est trop lourd : la limite est de 25 Mo. Rien n’a été enregistré.",
        "action": "Revenez en arrière : votre texte y est encore. Envoyez-le en plusieurs fois.",
    }
    return render(request, "kit/error.html", context, status=413)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or comes from elsewhere."""
    context: dict[str, Any] = {
        "title": "Cette page a vieilli",
        "sentence": "Pour protéger les dossiers, rien n’a été enregistré.",
        "action": "Revenez en arrière : votre texte y est encore. Copiez-le, rechargez la page, collez-le, puis enregistrez.",
    }
    return render(request, "kit/error.html", context, status=403)
