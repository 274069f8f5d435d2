"""Places: who sleeps where, who was there on a given day, how full a unit is and will be."""
