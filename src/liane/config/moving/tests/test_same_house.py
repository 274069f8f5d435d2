"""Export, import in an instance that knows nothing of it: is it the same house, table by table, row by row?"""

import pytest
from django.apps import apps

from liane.config.demo.load import load_demo
from liane.config.moving import house as moving
from liane.config.moving.staying import COMPUTED, STAYING
from liane.config.moving.tests.furnished import elsewhere, furnish, leave, out_of
from liane.config.moving.tests.same import differences, likeness
from liane.config.testing.grounds import BARE
from liane.documents import store
from liane.documents.models import StoredFile
from liane.kit.moving.nouns import nouns
from liane.kit.moving.reading import Fate
from liane.kit.tenancy import acting_for
from liane.stays.clocks.actions import refresh
from liane.stays.models import Stay
from liane.stays.retention.actions import reckon_house

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("liane.")}


def test_every_table_goes_is_computed_or_is_said_to_stay_with_its_reason():
    ours = {model._meta.label for model in apps.get_models() if model._meta.app_label in OURS}
    go = {noun.model._meta.label for noun in nouns()}
    stay = [table for one in STAYING for table in one.tables]
    assert ours == go | set(COMPUTED) | set(stay)
    assert len(ours) == len(go) + len(COMPUTED) + len(stay), "each once"


def test_what_is_not_ours_knows_no_organisme():
    """The tables of the libraries (accounts, jobs) hold no column of an organisme, of a record or of a person."""
    others = [model for model in apps.get_models() if model._meta.app_label not in OURS]
    columns = {field.attname for model in others for field in model._meta.concrete_fields}
    assert not columns & {"organization_id", "record_id", "person_id", "unit_id", "stay_id"}


def compute() -> None:
    """What the night computes."""
    reckon_house()
    refresh(Stay.objects.values_list("pk", flat=True))


def test_the_furnished_house_is_the_same_elsewhere(house, standing_house):
    furnish(house)
    compute()
    before, data = likeness(), leave(house)
    assert [label for label, rows in before.items() if not rows] == [], "a row of every kind at least"
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert arrived.entry.faults == []
        with acting_for(arrived.house.id):
            assert differences(before, likeness()) == {}
            for file in StoredFile.objects.all():
                assert store.read(file.organization_id, file.digest) is not None
        again = moving.import_house("essai", data)
        assert again.entry.count(Fate.NEW) == again.entry.count(Fate.DIFFERENT) == 0
        with acting_for(arrived.house.id):
            assert differences(before, likeness()) == {}


@pytest.mark.slow
@pytest.mark.long(only=True)
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_demonstration_is_the_same_elsewhere(standing_house, settings, tmp_path):
    standing_house.want(BARE)
    assert load_demo("s")
    before, archives = {}, {}
    for one in moving.houses():
        with acting_for(one.id):
            compute()
            before[one.id] = likeness()
        archives[one.id] = out_of(one)
    standing_house.afresh()
    settings.FILES_ROOT = tmp_path / "ailleurs"
    for organization_id, data in archives.items():
        assert moving.import_house("essai", data).entry.faults == []
        with acting_for(organization_id):
            assert differences(before[organization_id], likeness()) == {}
