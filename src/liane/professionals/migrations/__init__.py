"""The tables of this room."""

# Houses that tried an earlier state of this version have all of these already.
FORMER = [
    ("professionals", "0003_tries"),
    ("professionals", "0004_password_given"),
    ("professionals", "0005_accounts"),
    ("professionals", "0006_limits"),
    ("professionals", "0007_devices_wall"),
    ("professionals", "0008_gate"),
    ("professionals", "0009_administrators"),
    ("professionals", "0010_tries_in_turn"),
    ("professionals", "0011_refusals"),
    ("professionals", "0012_factor_due"),
]
