"""What people send as files: taken in as a stream, told by its content, never by its name."""
