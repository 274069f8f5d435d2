"""The tables of this room."""

# Houses that tried an earlier state of this version have all of these already.
FORMER = [
    ("stays", "0003_import"),
    ("stays", "0004_import_wall"),
    ("stays", "0005_referrals"),
    ("stays", "0006_referrals_wall"),
    ("stays", "0007_birth_precisions"),
    ("stays", "0008_clocks"),
    ("stays", "0009_clocks_wall"),
    ("stays", "0010_referral_changed_by"),
    ("stays", "0011_path"),
    ("stays", "0012_path_wall"),
    ("stays", "0013_retention"),
    ("stays", "0014_retention_wall"),
    ("stays", "0015_absence_written_when"),
    ("stays", "0016_rights_of_an_import"),
    ("stays", "0017_request_erasure"),
    ("stays", "0018_request_erasure_wall"),
    ("stays", "0019_inventory"),
    ("stays", "0020_inventory_wall"),
]
