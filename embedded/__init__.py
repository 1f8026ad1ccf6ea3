"""Real PostgreSQL and Temporal from their wheels, for `make demo`, `make up` and the tests."""
