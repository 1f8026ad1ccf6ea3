"""The dossier: what one unit submits together."""
