"""Qui peut quoi: parental authority, measures of protection, hearings, and the one rule that says who may do what at a date."""
