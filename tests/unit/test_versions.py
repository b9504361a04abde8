"""How versions of one record follow one another at a receiver."""

from hocba.core.submit.versions import VersionFacts, version_findings


def digest(number):
    return bytes([number]) * 32


def a_version(number, *, replaces=None, content=None, school="T1", file=None):
    """Version n replaces n-1 and its content, unless told otherwise."""
    before = number - 1 if replaces is None else replaces
    return VersionFacts(
        version=number,
        school=school,
        content_digest=digest(number if content is None else content),
        file_digest=digest(100 + number if file is None else file),
        replaces_version=before or None,
        replaces_digest=digest(before) if before else b"",
    )


def codes(new, *kept):
    return [finding.code for finding in version_findings(new, kept)]


def test_a_first_version_joins_an_empty_store():
    assert codes(a_version(1)) == []


def test_a_second_version_joins_the_first():
    assert codes(a_version(2), a_version(1)) == []


def test_the_same_bytes_join_themselves():
    assert codes(a_version(1), a_version(1)) == []


def test_other_bytes_of_a_kept_version_are_refused():
    assert codes(a_version(1), a_version(1, file=7)) == ["package.version_taken"]


def test_a_version_that_replaces_other_content_is_refused():
    assert codes(a_version(2), a_version(1, content=9)) == ["package.replaces_other_content"]


def test_an_older_version_of_the_chain_is_taken_late():
    assert codes(a_version(1), a_version(2)) == ["package.older_version_late"]
    assert codes(a_version(1), a_version(2), a_version(3)) == ["package.older_version_late"]
    assert codes(a_version(1), a_version(3)) == ["package.older_version_late"]


def test_an_older_version_outside_the_chain_goes_back():
    assert codes(a_version(1, content=9), a_version(2)) == ["package.version_goes_back"]


def test_a_version_between_two_that_are_joined_goes_back():
    # 3 replaces 1, so that there never was a 2.
    assert codes(a_version(2), a_version(1), a_version(3, replaces=1)) == [
        "package.version_goes_back"
    ]


def test_a_later_version_must_name_what_it_replaces():
    assert codes(a_version(2, replaces=0)) == ["package.replaces_nothing"]


def test_a_version_never_replaces_itself_or_a_later_one():
    assert codes(a_version(2, replaces=2)) == ["package.version_goes_back"]


def test_another_school_never_amends_the_record():
    assert codes(a_version(2, school="T2"), a_version(1)) == ["package.record_of_other_school"]
