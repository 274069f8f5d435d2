"""Housekeeping: what was sent and never filed goes away after a day, and so does what a crash left behind."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from liane.documents import store
from liane.documents.models import StoredFile, Upload
from liane.documents.queries import WAITS, hold_content, known_digests, orphans
from liane.kit.tenancy import acting_for


@app.periodic(cron="41 * * * *")
@app.task(name="liane.documents.tasks.sweep", queueing_lock="sweep_files")
def sweep(timestamp: int) -> int:
    """Forget the files that wait since more than a day, then every content that nothing points at any longer."""
    before = timezone.now() - WAITS
    gone = store.remove_drafts(WAITS.total_seconds())
    for organization_id in store.organizations():
        with acting_for(organization_id):
            Upload.objects.filter(sent_at__lt=before).delete()
            alone = orphans(organization_id, before)
        gone += sum(_forget(organization_id, file.digest, before) for file in alone)
        gone += _forget_strangers(organization_id, before)
    return gone


def _forget(organization_id: UUID, digest: str, before: datetime) -> bool:
    """Row and file together, unless somebody sends the same content at this very moment."""
    with acting_for(organization_id):
        hold_content(organization_id, digest)
        still = [file.pk for file in orphans(organization_id, before) if file.digest == digest]
        if not still:
            return False
        StoredFile.objects.filter(pk__in=still).delete()
        store.remove(organization_id, digest)
        return True


def _forget_strangers(organization_id: UUID, before: datetime) -> int:
    """Files written just before a crash: no row ever knew them."""
    gone = 0
    with acting_for(organization_id):
        known = known_digests(organization_id)
    for kept in store.every_file(organization_id):
        if kept.digest in known or kept.path.stat().st_mtime > before.timestamp():
            continue
        with acting_for(organization_id):
            hold_content(organization_id, kept.digest)
            if not StoredFile.objects.filter(organization_id=organization_id, digest=kept.digest).exists():
                store.remove(organization_id, kept.digest)
                gone += 1
    return gone
