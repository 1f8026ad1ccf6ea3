"""A published case as the log would hold it, and a rule pack to replay it under."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from demo.cases import load_cases
from domain.envelope import Envelope
from domain.rules.pack import RulePack
from domain.rules.parsing import parse_pack
from store.batch import batch_of
from tests.demo.memory import NOW, Memory, carried_in_memory
from tlog.leaf import GENESIS, assemble, format_ts
from tlog.merkle import leaf_hash

OTHER = "R2024T"
CAP = {
    "route": "civil",
    "percent": 20,
    "of": ["TTLDTT"],
    "minimum": 1,
    "status": "verified",
    "instrument": "VKS_CIR_02_2024",
    "article": "Điều 18",
}
_CIRCULAR = {"VKS_CIR_02_2024": "TT 02/2024/TT-VKSTC"}


@cache
def log(case: str) -> tuple[bytes, ...]:
    """The leaves of a case that was carried to its end, in the order of the log."""
    (chosen,) = (one for one in load_cases() if one.case == case)
    _work, memory = carried_in_memory(chosen)
    return tuple(_leaves(memory))


def _leaves(memory: Memory) -> Iterator[bytes]:
    heads: dict[str, str] = {}
    for job, actor, changes in memory.written:
        sent = job.order
        envelope = Envelope("", "", {}, sent.command_id, actor, accepted_at=NOW.isoformat())
        for half in batch_of(envelope, changes).leaves:
            leaf = assemble(half.head, heads.get(half.stream, GENESIS), format_ts(NOW), half.tail)
            heads[half.stream] = leaf_hash(leaf).hex()
            yield leaf


def other_pack(change: Callable[[dict[str, Any]], object] = lambda _awards: None) -> RulePack:
    """The pack of 2019 with the cap of 2024 on TTLDXS, and with its awards, by code, changed further."""
    return parse_pack(pack_text(change).encode(), f"{OTHER}.json")


def pack_text(change: Callable[[dict[str, Any]], object] = lambda _awards: None) -> str:
    """The same as a file's text."""
    content = json.loads(files("domain.rules").joinpath("packs", "R2019.json").read_text(encoding="utf-8"))
    awards = {award["code"]: award for award in content["awards"]}
    awards["TTLDXS"]["caps"] = [CAP]
    change(awards)
    instruments = content["instruments"] | _CIRCULAR
    changed = {"id": OTHER, "instruments": instruments, "awards": list(awards.values())}
    return json.dumps(content | changed, ensure_ascii=False)
