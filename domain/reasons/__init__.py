"""The human side of every refusal code, an area a module: sentences in both languages, and the source."""
