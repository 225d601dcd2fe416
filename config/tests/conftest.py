from shturman.conftest import committed_story, story

__all__ = ["committed_story", "story"]
