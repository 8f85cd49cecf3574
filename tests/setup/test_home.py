"""What lies under the home is for its owner alone, and is made once."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.embedded.locking import Lock, Locked
from config.embedded.sockets import LONGEST, POSTGRES, socket_folder
from config.home import Home, folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_that_are_made_are_private_and_others_stay_as_they_are(tmp_path):
    (there := tmp_path / "there").mkdir()
    there.chmod(0o755)

    folder(there / "a" / "b")
    folder(there)

    assert (mode(there), mode(there / "a"), mode(there / "a" / "b")) == (0o755, 0o700, 0o700)


def test_a_secret_is_made_once_even_by_many_at_the_same_time_and_only_its_owner_reads_it(tmp_path):
    home = Home(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: Home(tmp_path).secret("app"), range(32)))

    assert secrets == {home.secret("app")} and len(home.secret("app")) == 64
    assert mode(home.secrets / "app") == 0o600
    assert [path.name for path in home.secrets.iterdir()] == ["app"]


def test_each_home_names_its_log_once(tmp_path):
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")

    assert one.origin() == one.origin() != other.origin()
    assert one.origin().startswith("lodebook.local/")


def test_sockets_lie_in_the_home_or_in_a_private_folder_when_its_path_is_too_long(tmp_path):
    short, long = Home(tmp_path), Home(tmp_path / ("x" * LONGEST))
    if len(bytes(short.run / POSTGRES)) > LONGEST:
        pytest.skip("the temporary folder of this machine has a long path itself")

    elsewhere = socket_folder(long)

    try:
        assert socket_folder(short) == short.run
        assert elsewhere == socket_folder(long) and mode(elsewhere) == 0o700
        assert len(bytes(elsewhere / POSTGRES)) <= LONGEST
    finally:
        elsewhere.rmdir()


def test_a_lock_is_held_by_one(tmp_path):
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    first.take()

    with pytest.raises(Locked):
        second.take()

    first.release()
    second.take()
