"""Identitovigilance: how far an identity may be trusted, what was seen to say so, and the INS when there is one."""
