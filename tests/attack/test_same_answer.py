"""What exists elsewhere and what exists nowhere: the same headers, and the same work, so that no clock tells them apart (security B7)."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from test_farid import ALL, WITH_OBJECT, absent, objects_of

from liane.testing import House, HouseClient

NUMBERS = re.compile(r"[0-9a-f]{4,}|_x\d+")


def seen(client: HouseClient, address: str) -> tuple[int, dict[str, str], list[str]]:
    """The code, the headers, and the kind of each question asked to the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return answer.status_code, dict(answer.headers), [NUMBERS.sub("", q["sql"])[:60] for q in asked.captured_queries]


def test_what_exists_elsewhere_answers_like_what_exists_nowhere(house: House) -> None:
    there, different = objects_of(house, house.sam, "mimosa"), []
    nowhere = absent(there)
    for slug in ("farid", "helene"):
        client = house.client(slug)
        for name in WITH_OBJECT:
            address = ALL[name]
            if not address.declared or "GET" not in address.declared.methods:
                continue
            one, other = seen(client, address.url(there)), seen(client, address.url(nowhere))
            if slug == "helene" and one[0] != 404:
                continue  # a colleague of the same organisme is told whom to ask, and may break the glass
            different += [f"{slug} {name}: {a} / {b}" for a, b in zip(one, other, strict=True) if a != b]
    assert not different, "\n".join(different)


def test_a_protected_person_answers_like_nobody(house: House) -> None:
    """Her colleagues of other teams: the same code and headers, one question more at most (the door looks at who holds her)."""
    there = objects_of(house, house.person("Ana Cachée", "mimosa", is_protected=True), "mimosa")
    nowhere, client, different = absent(there), house.client("helene"), []
    for name in (name for name in WITH_OBJECT if set(ALL[name].parameters) == {"record_id"}):
        address = ALL[name]
        if address.declared and "GET" in address.declared.methods:
            one, other = seen(client, address.url(there)), seen(client, address.url(nowhere))
            if one[:2] != other[:2] or abs(len(one[2]) - len(other[2])) > 1:
                different.append(f"{name}: {one[0]} / {other[0]}, {len(one[2])} / {len(other[2])} questions")
    assert not different, "\n".join(different)
