"""What developers run by hand: generators of data and documentation."""
