"""Papers move with the house: what each one is, the content beside it, what was withdrawn and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from liane.documents import store
from liane.documents.content import ENDINGS
from liane.documents.models import Document, StoredFile, Withdrawal
from liane.kit.moving.nouns import Noun, Rows
from liane.kit.moving.pieces import Piece
from liane.kit.text import fold


def _filed() -> Any:
    """Contents of papers, and their pictures; what was sent and never filed is swept where it was sent."""
    papers = Document.objects.values("file_id")
    pictures = StoredFile.objects.filter(pk__in=papers).exclude(preview=None).values("preview_id")
    return StoredFile.objects.filter(Q(pk__in=papers) | Q(pk__in=pictures))


def _file_faults(file: Any, rows: Rows) -> Iterable[str]:
    if file.media_type not in ENDINGS:
        yield f"cette sorte de contenu n’est pas gardée ici\u00a0: {file.media_type}."


def _found_by_title(papers: Sequence[Any]) -> None:
    for paper in papers:
        paper.title_key = fold(paper.title)[:300]
    Document.objects.bulk_create(papers, batch_size=500)


def _keep(file: Any, data: bytes) -> None:
    store.put(file.organization_id, data)


FILES = Noun(
    "fichiers", "contenus des papiers", StoredFile,
    {
        "digest": "contenu", "size": "octets", "media_type": "sorte_de_contenu", "preview": "vignette",
        "wanted_at": "demande_le",
    },
    leaves=_filed,
    faults=_file_faults,
    piece=Piece("digest", read=lambda file: store.read(file.organization_id, file.digest), keep=_keep, is_column=False),
    refusals={"file_kept_once": "ce contenu est déjà gardé ici."},
)  # fmt: skip
PAPERS = Noun(
    "papiers", "papiers", Document,
    {
        "record": "dossier", "unit": "unite", "volet": "volet", "line_kind": "ligne_du_fil_nature",
        "line_id": "ligne_du_fil", "kind": "sorte_de_papier", "title": "titre", "dated_on": "date_du_papier",
        "file": "fichier", "file_name": "nom_du_fichier", "author_id": "auteur", "author_name": "auteur_nom",
        "author_role": "auteur_fonction", "added_at": "ajoute_le",
    },
    left={"title_key": "calculé"},
    insert=_found_by_title,
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
)  # fmt: skip
WITHDRAWN = Noun(
    "papiers_retires", "papiers retirés", Withdrawal,
    {
        "document": "papier", "reason": "raison", "author_id": "auteur", "author_name": "auteur_nom",
        "withdrawn_at": "retire_le",
    },
    shown={"pour_lire": lambda row: row.document.title},
    related=("document",),
    thread="document_id",
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [FILES, PAPERS, WITHDRAWN]
