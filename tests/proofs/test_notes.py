"""Signed notes: known keys must have signed, unknown ones do not matter (C2SP signed-note)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import to_base64
from ledger.proofs.keys import COSIGNATURE, PLAIN, Verifier, check_key_name
from ledger.proofs.notes import LONGEST_NOTE, Signature, check_text, key_id, open_note, parse_note, signature_line, vkey
from ledger.proofs.signing import Signer
from tests.proofs.logs import Witness, known_signer, reads_back_or_is_refused
from tests.shared import shared

TEXT = "a line\n\nafter a blank one\n"
SIGNER = known_signer("depot.example/goma")
NOTE = SIGNER.sign_note(TEXT)
LINE = NOTE.splitlines(keepends=True)[-1]


def published() -> tuple[Verifier, str]:
    case = json.loads(shared("vectors", "signed_note", "c2sp_example.json").read_bytes())["cases"][0]
    return Verifier.parse(case["vkey"]), case["note"]


def stranger(number: int) -> str:
    return signature_line(f"stranger.example/{number}", bytes(4), bytes(64))


def test_the_published_note_opens():
    verifier, note = published()

    opened = open_note(note, [verifier])

    assert opened.text == "This is an example message.\n"
    assert opened.verified == ["example.com/foo"]
    assert key_id(verifier.name, PLAIN, verifier.public) == parse_note(note).signatures[0].key_id
    assert vkey(verifier.name, verifier.public) == verifier.vkey


def test_one_changed_byte_anywhere_closes_the_published_note():
    verifier, note = published()
    octets = note.encode()

    for at in range(len(octets)):
        for bit in (0x01, 0x20):
            changed = octets[:at] + bytes([octets[at] ^ bit]) + octets[at + 1 :]
            with pytest.raises(ProofError):
                open_note(changed, [verifier])


def test_a_note_with_a_blank_line_in_its_text_is_split_at_the_last_one():
    opened = open_note(NOTE.encode(), [SIGNER.verifier])

    assert opened.text == TEXT
    assert opened.keys == [SIGNER.verifier]


def test_unknown_keys_are_passed_over_and_a_hundred_signatures_are_accepted():
    crowded = NOTE + "".join(map(stranger, range(99)))

    assert open_note(crowded, [SIGNER.verifier]).verified == [SIGNER.name]
    with pytest.raises(Unreadable):
        open_note(crowded + stranger(100), [SIGNER.verifier])


def test_a_known_key_with_a_false_signature_spoils_the_note_of_another():
    other = Signer.generate("other.example/log")
    spoilt = NOTE + signature_line(other.name, other.verifier.key_id, bytes(64))

    assert open_note(spoilt, [SIGNER.verifier]).verified == [SIGNER.name]
    with pytest.raises(ProofError, match=r"other\.example/log"):
        open_note(spoilt, [SIGNER.verifier, other.verifier])


def test_the_signature_of_the_other_half_of_a_name_collision_is_not_ours():
    namesake = Signer.generate(SIGNER.name)

    with pytest.raises(ProofError, match="no known key"):
        open_note(namesake.sign_note(TEXT), [SIGNER.verifier])


def test_nobody_signs_twice():
    with pytest.raises(ProofError, match="twice"):
        open_note(NOTE + LINE, [SIGNER.verifier])


def test_a_note_that_no_known_key_signed_does_not_open():
    with pytest.raises(ProofError, match="no known key"):
        open_note(NOTE, [])
    with pytest.raises(ProofError, match="no known key"):
        open_note(NOTE, [Signer.generate("other.example").verifier])


def test_a_witness_signs_the_time_with_the_checkpoint():
    witness = Witness("witness.example/ngo")
    note = SIGNER.sign_note(f"origin\n7\n{to_base64(bytes(32))}\n")
    cosigned = witness.cosign(note, time=1_770_000_000)
    signature = parse_note(cosigned).signatures[1]
    later = note + signature_line(
        signature.name, signature.key_id, (1_770_000_001).to_bytes(8, "big") + signature.signature[8:]
    )

    assert open_note(cosigned, [witness.verifier]).verified == ["witness.example/ngo"]
    with pytest.raises(ProofError):
        open_note(later, [witness.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        LINE,
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("a line", "a\tline"),
        NOTE.replace("a line", "a\x7fline"),
        NOTE.replace("a line", "a \ud800 line"),
        NOTE.replace("\u2014 ", "- "),
        NOTE.replace("\u2014 ", "\u2014"),
        NOTE.replace(LINE, "\u2014 name with space AAAAAAAA\n"),
        NOTE.replace(LINE, "\u2014 plus+sign AAAAAAAA\n"),
        NOTE.replace(LINE, "\u2014 no\u00a0break AAAAAAAA\n"),
        NOTE.replace(LINE, "\u2014  AAAAAAAA\n"),
        NOTE.replace(LINE, "\u2014 short AAAAAA==\n"),
        NOTE.replace(LINE, "\u2014 unpadded AAAAAAA\n"),
        NOTE.replace(LINE, "\u2014 loose AAAAAAB=\n"),
        NOTE.replace(LINE, LINE[:-1] + " \n"),
        "x" * 1_000_000 + "\n\n" + LINE,
        b"\xff\n\n" + LINE.encode(),
    ],
    ids=lambda note: repr(note[-40:]),
)
def test_what_is_no_note_is_unreadable(note):
    with pytest.raises(Unreadable):
        open_note(note, [SIGNER.verifier])


def test_a_signature_has_a_key_id_and_at_least_a_byte():
    assert parse_note("text\n\n\u2014 name AAAAAAA=\n").signatures == [Signature("name", bytes(4), b"\x00")]
    with pytest.raises(Unreadable, match="4 bytes and more"):
        parse_note("text\n\n\u2014 name AAAAAA==\n")


@pytest.mark.parametrize("sign", [*map(chr, range(0x20)), "\x7f"])
def test_no_control_character_but_the_line_feed_is_in_a_note(sign):
    note = f"a{sign}b\n\n{LINE}"

    if sign == "\n":
        assert parse_note(note).text == "a\nb\n"
    else:
        with pytest.raises(Unreadable):
            parse_note(note)
    assert parse_note(f"a \u0080~b\n\n{LINE}").text == "a \u0080~b\n"


def test_a_note_has_at_most_a_million_bytes():
    tail = NOTE[len(TEXT) :]
    longest = "x" * (LONGEST_NOTE - len(tail.encode()) - 1) + "\n" + tail

    assert LONGEST_NOTE == 1_000_000
    assert len(parse_note(longest).signatures) == 1
    assert len(parse_note(longest.encode()).text) == LONGEST_NOTE - len(tail.encode())
    with pytest.raises(Unreadable, match="at most"):
        parse_note("x" + longest)


@pytest.mark.parametrize(
    "text", ["", "no line feed", "a\rb\n", "a\tb\n", "\x00\n", "\x7f\n", "\ud800\n", "x" * 1_000_000 + "\n"]
)
def test_what_no_note_can_hold_is_no_text(text):
    check_text("a line\n\nand another\n")
    with pytest.raises(Unreadable):
        check_text(text)


@given(st.text(alphabet="\n\u2014 abA=+/\r\u00a0", max_size=60) | st.binary(max_size=60))
def test_any_note_reads_back_or_is_refused(note):
    def spell(parsed):
        again = parsed.text + "\n" + "".join(signature_line(*signature) for signature in parsed.signatures)
        return again.encode() if isinstance(note, bytes) else again

    assert reads_back_or_is_refused(parse_note, spell, note)


@given(st.lists(st.sampled_from([TEXT, "\n", LINE, stranger(1), "\u2014 ", "x\n"]), max_size=6).map("".join))
def test_pieces_of_notes_make_a_note_or_are_refused(note):
    try:
        opened = open_note(note, [SIGNER.verifier])
    except ProofError:
        return

    assert opened.text == TEXT
    assert note.startswith(TEXT + "\n")


def test_a_key_reads_back():
    assert Verifier.parse(SIGNER.vkey) == SIGNER.verifier
    witness = Witness("witness.example/buyer").verifier
    assert Verifier.parse(witness.vkey) == witness
    assert witness.kind == COSIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        SIGNER.vkey.replace("goma", "gom\u00e0"),
        SIGNER.vkey.replace("depot", "de pot"),
        SIGNER.vkey[:-4],
        SIGNER.vkey + "=",
        SIGNER.vkey.replace(SIGNER.verifier.key_id.hex(), "00000000"),
        SIGNER.vkey.replace("+" + SIGNER.verifier.key_id.hex(), "+ " + SIGNER.verifier.key_id.hex()),
        vkey("mldsa.example", bytes(1312), 0x06),
        vkey("sth.example", bytes(32), 0x05),
        vkey("long.example", bytes(33)),
        "empty.example+00000000+",
        "\ud800+00000000+AQ==",
    ],
)
def test_what_is_no_known_kind_of_key_is_unreadable(text):
    with pytest.raises(Unreadable):
        Verifier.parse(text)


@pytest.mark.parametrize("sign", [" ", "\t", "\n", "\x00", "\x1b", "\x1f", "\x7f", "\u00a0", "\u2028", "+"])
def test_no_space_plus_or_control_character_is_in_the_name_of_a_key(sign):
    """The key id of such a name is right: the name alone is what is wrong."""
    named = vkey(f"depot{sign}goma", SIGNER.verifier.public)

    for name in (f"depot{sign}goma", sign, ""):
        with pytest.raises(Unreadable):
            check_key_name(name)
    check_key_name("depot!~é")
    with pytest.raises(Unreadable):
        Verifier.parse(named)
    with pytest.raises(Unreadable):
        Verifier.parse(vkey("", SIGNER.verifier.public))


def test_a_key_that_is_refused_is_named():
    with pytest.raises(Unreadable, match="the key of mldsa.example is of a kind"):
        Verifier.parse(vkey("mldsa.example", bytes(32), 0x06))
    with pytest.raises(Unreadable, match="the key id of depot.example/goma does not"):
        Verifier.parse(SIGNER.vkey.replace(SIGNER.verifier.key_id.hex(), "00000000"))


@given(st.text(alphabet="ab+/=0 \n", max_size=30) | st.text(max_size=12))
def test_any_key_reads_back_or_is_refused(text):
    for key in (text, f"{text}+{SIGNER.vkey}", f"name+00000000+{text}"):
        assert reads_back_or_is_refused(Verifier.parse, lambda verifier: verifier.vkey, key)


def test_two_known_keys_that_share_name_and_id_are_not_told_apart_by_luck(monkeypatch):
    namesake = Signer.generate(SIGNER.name).verifier
    monkeypatch.setattr(Verifier, "key_id", b"same")

    with pytest.raises(ProofError, match="share one key id"):
        open_note(NOTE, [SIGNER.verifier, namesake])
