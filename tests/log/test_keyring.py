"""The log's key is made once, and never replaced once it has signed."""

import pytest

from ledger.log import keyring
from ledger.log.models import Checkpoint


@pytest.fixture
def key_file(settings, tmp_path):
    keyring._signer.cache_clear()
    settings.LOG_KEY_FILE = tmp_path / "log" / "key.pem"
    yield settings.LOG_KEY_FILE
    keyring._signer.cache_clear()


def test_the_key_is_made_once_for_its_owner_alone(db, key_file):
    first = keyring.signer()
    keyring._signer.cache_clear()

    assert keyring.signer().vkey == first.vkey
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["key.pem"]


def test_a_lost_key_is_not_replaced_once_the_log_has_signed(db, key_file):
    from datetime import UTC, datetime

    Checkpoint.objects.create(size=1, root=b"\x00" * 32, note="signed", signed_at=datetime.now(UTC))

    with pytest.raises(keyring.KeyLost, match="LOG_KEY_FILE is gone"):
        keyring.signer()

    assert not key_file.exists()
