"""Delegation: a person's work is done by another for a time, in the person's name and for all to see."""
