"""Papers lie in a folder of the test."""

import pytest

from tests import make


@pytest.fixture(autouse=True)
def papers_folder(settings, tmp_path):
    settings.PAPERS_FOLDER = tmp_path / "papers"
    return settings.PAPERS_FOLDER


@pytest.fixture
def world(db):
    return make.world()
