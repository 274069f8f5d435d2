"""Who opens which paper, executed over HTTP from the file that says who reads which part of a record (volets.csv)."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from test_permissions import VOLETS

from liane.access.enums import Volet
from liane.documents.actions.filing import Described, add_papers
from liane.documents.actions.sending import send_file
from liane.testing import House


@pytest.mark.slow
def test_each_role_opens_the_papers_of_the_parts_it_reads_and_no_other(
    house: House, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    author = house.actor("sophie")
    author = replace(author, grants=tuple(replace(grant, writes=frozenset(Volet)) for grant in author.grants))
    unit = house.units["mimosa"].pk
    papers = {}
    for volet in Volet:
        key = send_file(author, house.sam.pk, uuid4(), "mot.txt", b"mot").pk
        told = Described(title=f"Canari {volet}")
        papers[volet] = add_papers(author, house.sam.pk, [key], told, unit_id=unit, volet=volet)[0]
    for line in VOLETS:
        house.hire(f"lecteur-{line['rôle']}", line["rôle"], "mimosa")
        client = house.client(f"lecteur-{line['rôle']}")
        page = client.get(f"/personnes/{house.sam.pk}/papiers/").content.decode()
        for volet, paper in papers.items():
            reads = line[volet].startswith("lit")
            assert client.get(f"/papiers/{paper.pk}/").status_code == (200 if reads else 404), (line["rôle"], volet)
            assert (f"Canari {volet}" in page) is reads, (line["rôle"], volet)
