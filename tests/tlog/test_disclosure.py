from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tlog.canonical import Value
from tlog.disclosure import BadDisclosure, Disclosure, check, commit, digest, pointers

SALT = "AAECAwQFBgcICQoLDA0ODw"
OTHER_SALT = "_wECAwQFBgcICQoLDA0ODw"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_digest_is_over_the_canonical_array() -> None:
    opened = '["AAECAwQFBgcICQoLDA0ODw","/candidate_name","Nguyễn Văn A"]'.encode()
    expected = urlsafe_b64encode(sha256(opened).digest()).decode().rstrip("=")
    assert digest(Disclosure("/candidate_name", SALT, "Nguyễn Văn A")) == expected


def test_commit_returns_the_field_and_what_opens_it() -> None:
    field, disclosure = commit("/candidate_name", "Nguyễn Văn A", SALT)
    assert disclosure == Disclosure("/candidate_name", SALT, "Nguyễn Văn A")
    assert field == {"digest": digest(disclosure)}
    assert check({"candidate_name": field}, disclosure)


@pytest.mark.parametrize(
    "other",
    [
        Disclosure("/candidate_name", SALT, "Nguyễn Văn B"),
        Disclosure("/candidate_name", OTHER_SALT, "Nguyễn Văn A"),
        Disclosure("/reason", SALT, "Nguyễn Văn A"),
        Disclosure("/unknown", SALT, "Nguyễn Văn A"),
    ],
)
def test_check_refuses_another_value_salt_or_place(other: Disclosure) -> None:
    field, _ = commit("/candidate_name", "Nguyễn Văn A", SALT)
    assert not check({"candidate_name": field, "reason": field}, other)


@given(TEXT, TEXT)
def test_two_values_never_open_one_field(first: str, second: str) -> None:
    field, _ = commit("/name", first, SALT)
    assert check({"name": field}, Disclosure("/name", SALT, second)) == (first == second)


def test_pointers_finds_every_committed_field_and_nothing_else() -> None:
    field, _ = commit("/x", "x", SALT)
    committed = field["digest"]
    payload: Value = {
        "name": field,
        "a/b~c": field,
        "members": [{"name": field}, {"plain": "x"}],
        "paper": {"digest": "0" * 64},
        "with_more": {"digest": committed, "kind": "y"},
        "digest": committed,
        "number": 3,
    }
    expected = [("/name", committed), ("/a~1b~0c", committed), ("/members/0/name", committed)]
    assert list(pointers(payload)) == expected


@pytest.mark.parametrize(
    ("pointer", "salt", "value"),
    [
        ("", SALT, "x"),
        ("name", SALT, "x"),
        ("/a~2", SALT, "x"),
        ("/name", "", "x"),
        ("/name", SALT + "=", "x"),
        ("/name", SALT[:-1] + "x", "x"),
        ("/name", SALT[:-1] + "+", "x"),
        ("/name", SALT, 5),
        (None, SALT, "x"),
    ],
)
def test_disclosure_refuses_malformed_parts(pointer: str, salt: str, value: str) -> None:
    with pytest.raises(BadDisclosure):
        Disclosure(pointer, salt, value)


def test_digest_refuses_a_lone_surrogate() -> None:
    with pytest.raises(BadDisclosure):
        digest(Disclosure("/name", SALT, "\ud800"))
