"""A public comment period: names of candidates are public for a time before the council sits."""
