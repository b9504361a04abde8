"""A path that is known answers, at every limit and beside it, as one that is looked at in full."""

from datetime import UTC, timedelta, timezone
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.pki.certificate import parsed_certificate, readable_certificates
from hocba.adapters.pki.chains import Chain, TrustedRoot
from hocba.adapters.pki.moments import found_at, known_path
from hocba.adapters.pki.revocation import Moment, Standing
from hocba.core.terms.certificates import Anchor
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding
from tests.pki_world import a_laboratory, a_teacher, days

BESIDE = [timedelta(microseconds=step) for step in (-1, 0, 1)]
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-9))])


@cache
def path_certificates():
    """Return a teacher's certificate, its authority's, and one in the place of the root."""
    holder = a_teacher(a_laboratory())
    ders = (holder.certificate, *holder.chain)
    found = readable_certificates(ders)
    return (*found, parsed_certificate(ders[-1]))


def some(instants):
    return st.sampled_from([None, *instants])


@st.composite
def chains(draw):
    certificates = path_certificates()
    edges = [edge for one in certificates for edge in (one.not_before, one.not_after)]
    edges += [days(by) for by in (-30, -10, 0, 20, 30)]
    standings = tuple(
        Standing(
            revoked_at=draw(some(edges)),
            is_suspended=draw(st.integers(0, 5)) == 0,
            good_until=draw(some(edges)),
            newest=draw(some(edges)),
        )
        if draw(st.integers(0, 5)) == 0
        else Standing(
            good_until=draw(st.sampled_from([days(0), days(30), edges[1]])), newest=days(-1)
        )
        for _ in certificates[1:]
    )
    root = TrustedRoot(
        certificate=certificates[-1],
        anchor=Anchor(fingerprint="aa", name="x", domain="y", environment=Environment.TEST),
        since=draw(st.sampled_from([days(-3000), days(-30), days(0)])),
        until=draw(some([days(-10), days(0), days(20)])),
    )
    defects = draw(st.sampled_from([(), (), (), (Finding(code="pki.short_key"),)]))
    return Chain(certificates=certificates, root=root, defects=defects), standings, edges


@given(chains(), st.data())
@settings(max_examples=400)
def test_passes_quickly_only_where_the_full_look_finds_nothing(made, data):
    chain, standings, edges = made
    path = known_path(chain, standings)
    edges = [*edges, path.sound_to, path.sound_from]

    def instant():
        edge = data.draw(st.sampled_from(edges))
        if edge.year == 1:  # the limit of a path that is never sound
            return days(0)
        return (edge + data.draw(st.sampled_from(BESIDE))).astimezone(data.draw(ZONES))

    at, exists_by = instant(), instant()

    if path.holds_at(at, exists_by):
        assert found_at(path, Moment(at=at, exists_by=exists_by)) == path.passed


def test_never_passes_quickly_where_no_source_is_known():
    certificates = path_certificates()
    root = TrustedRoot(
        certificate=certificates[-1],
        anchor=Anchor(fingerprint="aa", name="x", domain="y", environment=Environment.TEST),
        since=days(-3000),
        until=None,
    )
    chain = Chain(certificates=certificates, root=root, defects=())
    vouched = Standing(good_until=days(30), newest=days(-1))

    def holds(*standings):
        return known_path(chain, standings).holds_at(days(0), days(0))

    assert holds(vouched, vouched)
    assert not holds(Standing(good_until=days(30)), vouched)


def test_an_old_acquaintance_is_answered_as_a_newcomer():
    lab = a_laboratory()
    teacher = a_teacher(lab)
    asked_before = lab.paths()
    signer = path_certificates()[0]
    limits = [signer.not_before, signer.not_after, days(0), days(40)]
    moments = [limit + beside for limit in limits for beside in BESIDE]

    def answers(paths):
        return [
            paths.path(teacher.certificate, teacher.chain, at, now=now)
            for at in moments
            for now in moments
        ]

    first = answers(asked_before)
    assert answers(asked_before) == first
    newcomers = [
        lab.paths().path(teacher.certificate, teacher.chain, at, now=now)
        for at in moments[::2]
        for now in moments[::3]
    ]
    assert newcomers == [
        first[moments.index(at) * len(moments) + moments.index(now)]
        for at in moments[::2]
        for now in moments[::3]
    ]
    assert {result.outcome for result in first} == {"PASSED", "INDETERMINATE", "FAILED"}
