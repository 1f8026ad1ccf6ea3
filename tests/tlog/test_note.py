import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tlog.note import BadKey, BadNote, Signer, Verifier, generate, sign, verify

# The key and note with which Go's golang.org/x/mod/sumdb/note is tested.
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SIGNER = generate("minhbach.example/log", bytes(range(32)))
WITNESS = generate("witness.example", bytes(range(1, 33)))
TEXT = "minhbach.example/log\n3\nroot\n"
NOTE = sign(TEXT, SIGNER)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32)).map(lambda text: text + "\n")


def test_sign_agrees_with_the_reference_note() -> None:
    assert sign(GO_TEXT, Signer.from_text(GO_SIGNER)) == f"{GO_TEXT}\n{GO_SIGNATURE}"


def test_verify_takes_the_reference_note() -> None:
    assert verify(f"{GO_TEXT}\n{GO_SIGNATURE}", [Verifier.from_text(GO_VERIFIER)]) == GO_TEXT


def test_keys_agree_with_the_reference_keys() -> None:
    assert Signer.from_text(GO_SIGNER).to_text() == GO_SIGNER
    assert Signer.from_text(GO_SIGNER).verifier.to_text() == GO_VERIFIER


@given(st.binary(min_size=32, max_size=32))
def test_keys_survive_their_text(seed: bytes) -> None:
    signer = generate("đội.example/nhật-ký", seed)
    assert Signer.from_text(signer.to_text() + "\n") == signer
    assert Verifier.from_text(signer.verifier.to_text() + "\n") == signer.verifier


def test_signer_does_not_show_its_seed() -> None:
    assert repr(SIGNER) == "Signer(name='minhbach.example/log')"


@given(TEXTS | st.lists(TEXTS, min_size=1).map("\n".join))
def test_verify_returns_the_text_that_was_signed(text: str) -> None:
    note = sign(text, SIGNER)
    assert verify(note, [SIGNER.verifier]) == text
    assert verify(note.encode(), [WITNESS.verifier, SIGNER.verifier]) == text


def test_verify_ignores_the_signatures_of_unknown_keys() -> None:
    assert verify(sign(TEXT, WITNESS, SIGNER), [SIGNER.verifier]) == TEXT


def test_verify_refuses_a_note_wrongly_signed_by_one_of_two_known_keys() -> None:
    foreign = sign("another text\n", WITNESS).rpartition("\n\n")[2]
    with pytest.raises(BadNote, match="wrong"):
        verify(NOTE + foreign, [SIGNER.verifier, WITNESS.verifier])


def test_verify_refuses_a_key_of_the_same_name() -> None:
    with pytest.raises(BadNote, match="no signature"):
        verify(NOTE, [generate(SIGNER.name, bytes(32)).verifier])


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_verify_refuses_any_changed_byte(place: int, mask: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[place] ^= mask
    with pytest.raises(BadNote):
        verify(bytes(changed), [SIGNER.verifier])


@given(st.data())
def test_verify_of_spliced_bytes_is_the_text_or_named(data: st.DataObject) -> None:
    good = NOTE.encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    bad = good[:start] + data.draw(st.binary(max_size=6)) + good[end:]
    assume(bad != good)
    with pytest.raises(BadNote):
        verify(bad, [SIGNER.verifier])


@given(st.binary() | st.text())
def test_verify_of_random_input_is_named(note: str | bytes) -> None:
    with pytest.raises(BadNote):
        verify(note, [SIGNER.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\ud800\n",
        TEXT,
        NOTE[:-1],
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE + "\n",
        NOTE + "— x\n",
        NOTE + "— x AAAA\n",
        NOTE + "— x+y AAAAAAAA\n",
        NOTE + "— x !!!!\n",
        NOTE + "— x AAAAAAB=\n",
        NOTE.replace("\n3\n", "\n\x0b3\n"),
        NOTE + "— x AAAAAAAA\n" * 100,
    ],
)
def test_verify_refuses_a_malformed_note(note: str) -> None:
    with pytest.raises(BadNote):
        verify(note, [SIGNER.verifier])


def test_verify_refuses_a_signature_of_the_wrong_length() -> None:
    short = NOTE[: NOTE.rindex(" ")]
    with pytest.raises(BadNote):
        verify(f"{short} {'A' * 8}\n", [SIGNER.verifier])


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "\ud800\n"])
def test_sign_refuses_a_text_that_is_not_one(text: str) -> None:
    with pytest.raises(BadNote):
        sign(text, SIGNER)


def test_sign_refuses_a_note_without_signatures() -> None:
    with pytest.raises(BadNote):
        sign(TEXT)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "\x00", "\ud800"])
def test_generate_refuses_a_bad_name(name: str) -> None:
    with pytest.raises(BadKey):
        generate(name, bytes(32))


def test_generate_refuses_a_short_seed() -> None:
    with pytest.raises(BadKey):
        generate("log", bytes(31))


@pytest.mark.parametrize("start", range(len(GO_VERIFIER)))
def test_verifier_from_text_refuses_any_part_and_any_mangling(start: int) -> None:
    for end in range(start, len(GO_VERIFIER) + (start > 0)):
        with pytest.raises(BadKey):
            Verifier.from_text(GO_VERIFIER[start:end])
    mangled = GO_VERIFIER[:start] + chr(ord(GO_VERIFIER[start]) + 1) + GO_VERIFIER[start + 1 :]
    with pytest.raises(BadKey):
        Verifier.from_text(mangled)


@given(st.text())
def test_keys_from_random_text_are_refused(text: str) -> None:
    with pytest.raises(BadKey):
        Verifier.from_text(text)
    with pytest.raises(BadKey):
        Signer.from_text(f"PRIVATE+KEY+{text}")


def test_signer_from_text_refuses_a_verifier_key_and_another_key_id() -> None:
    with pytest.raises(BadKey):
        Signer.from_text(GO_VERIFIER)
    with pytest.raises(BadKey):
        Signer.from_text(GO_SIGNER.replace("c74f20a3", "c74f20a4"))
