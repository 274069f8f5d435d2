"""The tables of this room."""

# Houses that tried an earlier state of this version have all of these already.
FORMER = [
    ("people", "0003_in_order"),
    ("people", "0004_found"),
    ("people", "0005_rooms_first"),
    ("people", "0006_lent"),
    ("people", "0007_written_by_unit"),
    ("people", "0008_doubles"),
    ("people", "0009_doubles_wall"),
    ("people", "0010_identity"),
    ("people", "0011_identity_wall"),
    ("people", "0012_contact"),
    ("people", "0013_contact_of_each"),
    ("people", "0014_one_contact"),
    ("people", "0015_either_aside"),
    ("people", "0016_entitlements"),
    ("people", "0017_entitlements_wall"),
    ("people", "0018_household"),
    ("people", "0019_what_a_stay_holds"),
    ("people", "0020_protection"),
    ("people", "0021_protection_wall"),
    ("people", "0022_archived"),
    ("people", "0023_tie_taken_back"),
    ("people", "0024_directory"),
    ("people", "0025_household_email"),
]
