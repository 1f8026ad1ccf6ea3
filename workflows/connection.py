"""Connect to Temporal with the sealed payloads that every process of ours uses."""

from temporalio.client import Client

from workflows.payloads import KeyRing, data_converter


async def connect(address: str, namespace: str, ring: KeyRing) -> Client:
    """A client whose payloads are sealed with the ring's keys."""
    return await Client.connect(address, namespace=namespace, data_converter=data_converter(ring))
