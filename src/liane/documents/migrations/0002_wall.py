"""The second wall; and a paper filed stays filed."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("people", "0002_wall"), ("professionals", "0002_wall"), ("organizations", "0002_wall")]
    operations = [
        *(protect(f"documents_{table}") for table in ("storedfile", "upload", "document", "withdrawal")),
        one_house("documents_storedfile", "documents_document"),
        same_organization("documents_storedfile", "preview_id", "documents_storedfile"),
        same_organization("documents_upload", "record_id", "people_record"),
        same_organization("documents_upload", "practitioner_id", "professionals_practitioner"),
        same_organization("documents_upload", "file_id", "documents_storedfile"),
        same_organization("documents_document", "record_id", "people_record"),
        same_organization("documents_document", "unit_id", "organizations_unit"),
        same_organization("documents_document", "file_id", "documents_storedfile"),
        same_organization("documents_withdrawal", "document_id", "documents_document"),
        append_only("documents_document"),
        append_only("documents_withdrawal"),
    ]
