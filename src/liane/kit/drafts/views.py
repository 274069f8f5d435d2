"""Brouillons: kept while one writes, offered again where one wrote, listed for whoever lost the page."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import urlencode

from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal
from liane.kit.drafts import store
from liane.kit.drafts.forms import KeepDraftForm
from liane.kit.drafts.known import Shown, shown_to
from liane.kit.pages import NOT_WORDS, page, redirect, render

_FULL = "Vous avez déjà 100 brouillons. Enregistrez-en, ou jetez ceux qui ne servent plus."
_NOBODY = "Ce compte n’écrit dans aucun dossier."


@page(methods=("POST",))
def save(request: HttpRequest) -> HttpResponse:
    """One state of a text being written. Sent twice, or late, it changes nothing; only its author will see it again."""
    owner = store.owner_of(request)
    form = KeepDraftForm(request.POST)
    if owner is None or not form.is_valid():
        said = _NOBODY if owner is None else next(iter(form.errors.values()))[0]
        return JsonResponse({"etat": "refuse", "phrase": said}, status=422)
    typed = form.typed()
    if typed.fields == "[]":
        store.end(owner, typed.key)
        return JsonResponse({"etat": "ended"})
    state = store.keep(owner, typed)
    if state == "full":
        return JsonResponse({"etat": "refuse", "phrase": _FULL}, status=422)
    return JsonResponse({"etat": state, "heure": dates.hour(timezone.now())})


@page()
def here(request: HttpRequest) -> HttpResponse:
    """What waits for these forms, and which copies the browser may forget: asked by the script when a page opens."""
    owner = store.owner_of(request)
    if owner is None:
        return JsonResponse({"brouillons": [], "finis": []})
    found = store.waiting(owner, [address[:300] for address in request.GET.getlist("adresse")[:8]])
    keys = [key for text in request.GET.getlist("cle")[: store.MOST] if (key := _key(text))]
    answer = {
        "brouillons": [_for_browser(shown) for shown in shown_to(request.actor, found) if shown.about is not None],  # type: ignore[attr-defined]
        "finis": [str(key) for key in store.finished(owner, keys)] if keys else [],
    }
    return JsonResponse(answer)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _for_browser(shown: Shown) -> dict[str, Any]:
    draft = shown.draft
    return {
        "cle": str(draft.key),
        "adresse": draft.address,
        "champs": json.loads(draft.fields),
        "revision": draft.revision,
        "appareil": draft.device,
        "debut": dates.when(draft.begun_at),
        "quand": dates.when(draft.changed_at),
    }


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """«Mes brouillons»: what was begun and not saved. What is about a record closed to her now is counted, not shown."""
    owner = store.owner_of(request)
    drafts = shown_to(request.actor, store.waiting(owner)) if owner else []  # type: ignore[attr-defined]
    thrown = _key(request.GET.get("jete", ""))
    context = {
        "drafts": [_line(shown) for shown in drafts if shown.about is not None],
        "closed": [dates.short(s.draft.changed_at + store.KEPT) for s in drafts if s.about is None],
        "days": store.KEPT.days,
        "thrown": thrown if owner and thrown and store.is_thrown(owner, thrown) else None,
    }
    return render(request, "kit/drafts.html", context)


def _line(shown: Shown) -> dict[str, Any]:
    draft = shown.draft
    words = [text for name, text in json.loads(draft.fields) if name not in NOT_WORDS and text.strip()]
    path, _, query = draft.page.partition("?")
    mark = urlencode({"brouillon": str(draft.key)})
    return {
        "id": draft.pk,
        "label": shown.label,
        "about": shown.about,
        "when": dates.when(draft.changed_at),
        "until": dates.short(draft.changed_at + store.KEPT),
        "words": sorted(words, key=len, reverse=True)[:6],
        "resume": f"{path}?{query}&{mark}" if query else f"{path}?{mark}",
    }


@page(methods=("POST",))
def throw(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """«Jeter», and the way back for a day."""
    owner = _mine(request)
    if not store.throw(owner, draft_id):
        raise NotVisible(Refusal(why="Ce brouillon n’est pas à elle"), request.actor)  # type: ignore[attr-defined]
    return redirect(reverse("drafts:list") + f"?jete={draft_id}")


@page(methods=("POST",))
def take_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """«Annuler» after «Jeter»."""
    owner = _mine(request)
    if not store.take_back(owner, draft_id):
        raise NotVisible(Refusal(why="Ce brouillon n’est pas à elle"), request.actor)  # type: ignore[attr-defined]
    messages.success(request, "Le brouillon est de retour.")
    return redirect(reverse("drafts:list"))


def _mine(request: HttpRequest) -> store.Owner:
    owner = store.owner_of(request)
    if owner is None:
        raise NotVisible(Refusal(why="Ce compte n’écrit dans aucun dossier"), request.actor)  # type: ignore[attr-defined]
    return owner
