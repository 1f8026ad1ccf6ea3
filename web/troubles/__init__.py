"""What the edge itself may answer with, a module an area; their order is that of a request's way in."""

from collections.abc import Mapping
from types import MappingProxyType

from web.troubles import askers, fields, ourselves, requests, uploads
from web.troubles.trouble import Trouble

AREAS = (requests, fields, askers, uploads, ourselves)

CATALOGUE: Mapping[str, Trouble] = MappingProxyType(
    {code: trouble for area in AREAS for code, trouble in area.TROUBLES.items()}
)
"""By code; a code stands in one area only."""
