"""Every refusal has a sentence that says, in kilograms and in the reader's language, what to do next."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from ledger import codes
from ledger.api.problem_words import WORDS as PROBLEM_WORDS
from ledger.errors import Refused
from ledger.inbox import wording
from ledger.inbox.expectations import FORMS, expectation
from ledger.inbox.sentences import SENTENCES
from ledger.inbox.wording import sentence
from ledger.reference.spelling import NBSP

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ledger", "sites", "buyers")
RAISED = {"BadEntry", "Waits"}


def sources():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text(encoding="utf-8"))


def codes_of_refusals():
    """Codes of all classes derived from Refused, as far as Python knows them once Django is ready."""
    found, open_classes = {Refused}, [Refused]
    while open_classes:
        new = open_classes.pop().__subclasses__()
        found |= set(new)
        open_classes += new
    return {each.code for each in found}


def codes_in_calls():
    """First arguments of BadEntry("…") and Waits("…") anywhere in the program, and `code = "…"` of classes."""
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in RAISED:
                (code,) = (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))
                yield code
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "code":
                yield from (value.value for value in [node.value] if isinstance(value, ast.Constant))


def problem_codes():
    """Codes of Problem(status, "…") in the API."""
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Problem":
                yield from (code.value for code in node.args[1:2] if isinstance(code, ast.Constant))


def test_every_code_has_a_sentence():
    said = codes_of_refusals() | set(codes_in_calls())

    assert len(said) > 40
    assert said - SENTENCES.keys() == set()


def test_every_sentence_belongs_to_a_code():
    said = codes_of_refusals() | set(codes_in_calls())

    assert {code.split(".")[0] for code in SENTENCES} - said == set()


def test_every_problem_of_the_api_has_a_sentence():
    said = set(problem_codes())

    assert len(said) > 8
    assert said - PROBLEM_WORDS.keys() - SENTENCES.keys() == set()


def test_no_code_means_two_things():
    assert PROBLEM_WORDS.keys() & SENTENCES.keys() == set()


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_whole_without_facts_and_ends_with_a_stop(code, monkeypatch):
    monkeypatch.setattr(wording, "_variant", lambda code, facts: code)

    said = sentence(code, {})

    assert said.endswith(".")
    assert "%" not in said


def test_weights_are_said_in_kilograms_and_codes_as_they_are_read():
    said = sentence("mass_mismatch", {"lot": "P0000000C", "expected_g": 45_800, "found_g": 45_799, "inputs_g": 45_800})

    plain = said.replace("\N{NO-BREAK SPACE}", " ")
    assert plain.startswith("The lots and changes make 45.8 kg, but 45.799 kg came out.")
    lot = codes.new_code("P")
    assert codes.shown(lot) in sentence("lot_on_hold", {"lot": lot})


def test_a_gain_and_a_loss_are_told_apart():
    gain = sentence("mass_mismatch", {"expected_g": 10, "found_g": 20})

    assert "more than went in" in gain
    assert "more than went in" not in sentence("mass_mismatch", {"expected_g": 20, "found_g": 10})


def test_a_long_list_is_cut_and_says_how_many_more():
    tags = [f"ITSCI:{number}" for number in range(8)]

    said = sentence("tag_taken", {"tags": tags, "count": 1_200})

    assert "ITSCI:4 and 3 more" in said
    assert "1,200 of these" in said


def test_a_code_that_nobody_worded_still_says_whom_to_ask():
    assert "brand_new" in sentence("brand_new", {})


def test_numbers_follow_the_language():
    with override("fr"):
        said = sentence("tare_not_below_gross", {"gross_g": 1_046_200, "tare_g": 1_046_205})

    assert re.search(r"1\W?046,205\Wkg", said)


LEAST, MOST = f"0.001{NBSP}kg", f"100,000.0{NBSP}kg"


@pytest.mark.parametrize(("said", "spelled"), [
    ("a whole number of grams from 1 to 100000000", f"a weight in whole grams, from {LEAST} to {MOST}"),
    ("a whole number from -90000000 to 5", "a whole number from -90,000,000 to 5"),
    ("a text of 1 to 3 signs of the form [A-Z]{3}", "a text of 1 to 3 signs of the form [A-Z]{3}"),
    ("one of yes, no", "one of yes, no"),
    ("something new", "something new"),
])  # fmt: skip
def test_what_was_expected_is_said_for_a_reader(said, spelled):
    assert expectation(said) == spelled


def test_every_form_of_an_expectation_in_the_engine_is_known():
    tree = ast.parse((ROOT / "ledger/deeds/facts.py").read_text(encoding="utf-8"))
    said = {
        "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.args[2].values)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "BadEntry"
        and isinstance(node.args[2], ast.JoinedStr)
    }  # fmt: skip

    known = [form for form, _, _ in FORMS]
    assert len(said) >= 6
    for each in said:
        spelled = each.replace("of7 from", "of grams from").replace("number7", "number").replace("signs7", "signs")
        assert any(re.fullmatch(form, spelled) for form in known), spelled
