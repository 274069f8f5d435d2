"""Pages of those who answer for the house: its DPO and its direction."""
