"""Keep a house and bring it back: sealed copies, their proof, and the trial that brings the last one back (C-016, J1-J2)."""
