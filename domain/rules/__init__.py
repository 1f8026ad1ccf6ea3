"""The law as data: versioned packs of parameters, each with its source and how surely it is known."""
