from pathlib import Path

import pytest

from config.launch.bench import MARK, make_room
from config.launch.say import Halt


def test_it_never_sweeps_away_what_is_not_the_benchmarks(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(Halt, match="замер стирает свою папку"):
        make_room(tmp_path, 1000, is_kept=False)
    assert (tmp_path / "postgres").exists()


def test_a_kept_company_of_the_same_size_is_measured_again(tmp_path: Path) -> None:
    data = tmp_path / "bench"
    assert not make_room(data, 1000, is_kept=True)
    (data / MARK).write_text("1000")
    (data / "rows").write_text("many")
    assert make_room(data, 1000, is_kept=True) and (data / "rows").exists()
    assert not make_room(data, 2000, is_kept=True) and not (data / "rows").exists()


def test_a_company_that_was_not_built_to_its_end_is_built_anew(tmp_path: Path) -> None:
    data = tmp_path / "bench"
    make_room(data, 1000, is_kept=True)
    (data / "rows").write_text("half")
    assert not make_room(data, 1000, is_kept=True) and not (data / "rows").exists()
