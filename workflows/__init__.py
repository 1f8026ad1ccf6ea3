"""The paths: what waits, wakes, reminds and carries. No rule and no fact lives here."""
