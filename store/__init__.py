"""The event store on PostgreSQL and the command handler: the only writer."""
