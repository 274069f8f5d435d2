"""Demandes d’admission: from what somebody asks for her to the day she comes in, or to the reason why she does not."""
