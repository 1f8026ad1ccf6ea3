"""Rows derived from events for people to read: written with the events, droppable, rebuildable."""
