"""Absences and hospitalisations: from when, why, where, expected back when; everything else that stops hears of it."""
