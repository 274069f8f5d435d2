"""What the jobs of the house do while nobody looks: seal the journal, look at it. Run beside the house of the browser."""

import django

django.setup()

from liane.journal.sealing.runs import seal_and_export, sealed_chains, verify_each_behind_its_wall  # noqa: E402
from liane.journal.sealing.seal import seal_everything  # noqa: E402
from liane.steering.watch import watch_house  # noqa: E402

# The other process of pytest writes in the same PostgreSQL, in one transaction for each test: the longest is waited for.
seal_everything(patience=300)
seal_and_export()
for house in sealed_chains():
    if house:
        watch_house(house)
verify_each_behind_its_wall()
