"""Conservation des dossiers: what is archived, what is kept, what is destroyed, when, and the proof that it was."""
