"""Doubles: two records of one person, one record of two persons. Found by a rule, decided by somebody, always undone."""
