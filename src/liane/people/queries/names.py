"""How somebody is called, in SQL: the same words as `people.spoken.Spoken`, for the pages that read all in one trip.

Each expression reads the alias `p` of people_person.
"""

FIRST_NAME = (
    "coalesce(nullif(p.used_first_name, ''), nullif(p.birth_first_name, ''), "
    "nullif(split_part(translate(p.first_names, ',', ' '), ' ', 1), ''), p.preferred_name)"
)
LAST_NAME = "coalesce(nullif(p.used_name, ''), p.birth_name)"
FULL_NAME = f"trim({FIRST_NAME} || ' ' || {LAST_NAME})"
CALLED = f"coalesce(nullif(p.preferred_name, ''), nullif({FIRST_NAME}, ''), {FULL_NAME})"
