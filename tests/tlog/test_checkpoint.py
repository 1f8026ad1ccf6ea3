from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tlog.checkpoint import BadCheckpoint, Checkpoint, encode, parse

ROOT = bytes(range(32))
ROOT_TEXT = b64encode(ROOT).decode()
ORIGINS = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), min_size=1)
CHECKPOINTS = st.builds(Checkpoint, ORIGINS, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))


def test_encode_writes_three_lines() -> None:
    checkpoint = Checkpoint("minhbach.example/log", 20852163, ROOT)
    assert encode(checkpoint) == f"minhbach.example/log\n20852163\n{ROOT_TEXT}\n"


def test_parse_reads_the_example_of_the_specification() -> None:
    root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    checkpoint = parse(f"example.com/behind-the-sofa\n20852163\n{root}\n")
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert b64encode(checkpoint.root).decode() == root


@given(CHECKPOINTS)
def test_parse_inverts_encode(checkpoint: Checkpoint) -> None:
    assert parse(encode(checkpoint)) == checkpoint


@given(
    st.text() | CHECKPOINTS.map(encode).flatmap(lambda text: st.sampled_from([text[1:], text[:-2] + "\n"]))
)
def test_parse_takes_only_what_encode_writes(text: str) -> None:
    try:
        assert encode(parse(text)) == text
    except BadCheckpoint:
        return


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"o\n1\n{ROOT_TEXT}",
        f"\n1\n{ROOT_TEXT}\n",
        f"o\x00\n1\n{ROOT_TEXT}\n",
        f"\ud800\n1\n{ROOT_TEXT}\n",
        f"o\n01\n{ROOT_TEXT}\n",
        f"o\n-1\n{ROOT_TEXT}\n",
        f"o\n١\n{ROOT_TEXT}\n",
        f"o\n{2**63}\n{ROOT_TEXT}\n",
        f"o\n{'9' * 5000}\n{ROOT_TEXT}\n",
        f"o\n1\n{ROOT_TEXT[:-1]}\n",
        f"o\n1\n{ROOT_TEXT[:-2]}9=\n",
        f"o\n1\n{ROOT_TEXT}\nextension\n",
        f"o\n1\n{ROOT_TEXT}\n\n",
    ],
)
def test_parse_refuses_every_other_text(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"), [("", 1, ROOT), ("a\nb", 1, ROOT), ("o", -1, ROOT), ("o", 1, ROOT[:31])]
)
def test_checkpoint_refuses_parts_that_would_not_parse_back(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(BadCheckpoint):
        Checkpoint(origin, size, root)
