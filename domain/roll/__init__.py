"""The roll: what every line of a unit and year came to, so that caps and prerequisites see the whole year."""
