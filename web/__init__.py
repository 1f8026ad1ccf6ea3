"""The HTTP edge: the API, the pages, and nothing that decides."""
