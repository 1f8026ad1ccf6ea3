"""Where a person is led after a detour that an address asked for."""


def ours(place: str) -> str:
    """A page of ours to go back to; anything else is the first page."""
    plain = (
        place.startswith("/") and place[1:2] not in {"/", "\\"} and place.isprintable() and "\\" not in place
    )
    return place if plain else "/"
