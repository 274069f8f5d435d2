"""What the jobs of the house do while nobody looks: seal the journal, look at it. Run beside the house of the browser."""

import django

django.setup()

from liane.journal.sealing.runs import seal_and_export, sealed_chains, verify_each_behind_its_wall  # noqa: E402
from liane.steering.watch import watch_house  # noqa: E402

seal_and_export()
for house in sealed_chains():
    if house:
        watch_house(house)
verify_each_behind_its_wall()
