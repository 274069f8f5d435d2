"""Address labels and letters for a group: to the person, to who represents her, or to her household."""
