"""Where workflows touch the world: the store, other workflows, the seal."""
