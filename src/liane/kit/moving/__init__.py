"""A house moves: its tables leave in one archive that a director opens in a spreadsheet, and enter an empty instance.

Each room describes its nouns once (`nouns.Noun`, hung in `Slot.MOVING`); the same description writes a table, reads it back and
compares it with what is there. Nothing here knows a room.
"""
