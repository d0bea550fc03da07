"""What tests of the watch ask for: the small law and the small city of the tests of findings."""

from tests.work.findings.conftest import cast, law_of_the_test, small_law_folder, start

__all__ = ["cast", "law_of_the_test", "small_law_folder", "start"]
