import pytest

from shturman.world.story import Story, tell_story


@pytest.fixture
def story(db: None) -> Story:
    return tell_story()


@pytest.fixture
def committed_story(transactional_db: None) -> Story:
    """The same company where transactions really commit, so that deferred constraints speak."""
    return tell_story()
