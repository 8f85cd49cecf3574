"""Files as people send them: in any order of columns, with more or fewer of them, quoted, marked, or broken."""

from __future__ import annotations

import pytest

from sites.importing.ipis_file import rows_of
from sites.importing.named_columns import UnreadableFile
from tests.importing.conftest import VISIT, facts


def test_columns_may_come_in_any_order(imported):
    shuffled = dict(sorted(VISIT.items(), reverse=True))

    done = imported(shuffled)

    assert done.statuses == {"imported": 1}
    assert facts("site.registered.v1")["name"] == "Kalimbi"


def test_a_byte_order_mark_does_not_hide_the_first_column(imported, written):
    done = imported(path=written(dict(sorted(VISIT.items(), key=lambda cell: cell[0] != "pcode")), prefix="\ufeff"))

    assert done.statuses == {"imported": 1}


def test_columns_that_nobody_knows_are_passed_over(imported):
    done = imported({"armed_group4": "x", **VISIT, "pit_ownership_armed_group1": "dontknow"})

    assert done.statuses == {"imported": 1}


def test_columns_that_are_missing_are_unknown(imported):
    done = imported({"pcode": "codmine00917", "visit_date": "2018-08-09"})

    assert done.statuses == {"imported": 1}
    seen = facts("site.visited.v2")
    assert {seen[name] for name in ("on_site", "presence", "interference", "children")} == {"unknown"}
    assert facts("site.registered.v1")["name"] == "codmine00917"


def test_quotes_commas_and_line_breaks_in_a_cell_are_text(imported):
    done = imported({**VISIT, "name": 'Site "du\nchef", nord', "visit_onsite_novisitreason": "pluie, boue"})

    assert done.statuses == {"imported": 1}
    assert facts("site.registered.v1")["name"] == 'Site "du chef", nord'


def test_a_torn_row_is_refused_and_the_next_is_not(imported, tmp_path):
    path = tmp_path / "torn.csv"
    path.write_text("pcode,visit_date\ncodmine1,2018-01-01,3\ncodmine1\n\ncodmine1,2018-01-01\n", encoding="utf-8")

    done = imported(path=path)

    assert done.bad == [(2, "", "3", "too_many_cells"), (3, "", "1", "too_few_cells")]
    assert done.statuses == {"refused": 2, "imported": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column pcode"),
        (b"pcode;visit_date\n", "no column pcode"),
        (b"pcode,name\n", "no column visit_date"),
        (b"pcode,visit_date,PCODE\n", "the column pcode twice"),
        (b"pcode,visit_date\n\xff\xfe,2018-01-01\n", "cannot be read"),
        (b'pcode,visit_date\n"codmine1,2018-01-01\n', "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=said):
        list(rows_of(path))
