"""What the tests stand on: a house of their own, its database copied from a migrated template."""
