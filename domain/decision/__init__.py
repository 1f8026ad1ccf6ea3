"""The decision: one signed instrument over the lines of a session."""
