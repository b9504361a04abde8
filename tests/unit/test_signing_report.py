"""Statements on signers add up, whoever makes them; a cost is known or it is unknown."""

import itertools
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.report.cost import CostLine, Measured, Price, Priced, cost, prices_of
from hocba.core.report.oversight_tally import Cell, Trait
from hocba.core.report.signatures import SigningYear, signatures
from hocba.core.report.signing import signing
from hocba.core.sign.means import Means, Payer, due_signers
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.submit.message import Head, MessageType, message_id
from hocba.core.submit.package import EntryKind, Manifest, ManifestEntry, written_manifest
from hocba.core.submit.school_head import SchoolHead
from hocba.core.submit.signers import (
    CertificateEnd,
    CertificateGroup,
    RoleCount,
    SignersStatement,
    signers_findings,
    signers_of,
    signers_path,
    written_signers,
)
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment, Place, StaffMember
from hocba.core.terms.roles import Role
from hocba.ports.keys import KeyRef
from tests.school_world import NOW, SCHOOL, YEAR, pki

TODAY = date(2026, 6, 4)


def a_group(role=Role.HOMEROOM_TEACHER, count=2, **changes):
    plain = {"authority": "CA 1", "means": Means.TOKEN, "provider": "A", "payer": Payer.STATE}
    return CertificateGroup(role=role, count=count, **(plain | changes))


def an_end(count=2):
    return CertificateEnd(role=Role.HOMEROOM_TEACHER, on=TODAY, count=count)


def a_statement(*groups, school=SCHOOL, number=1, due=3, roles=None, ends=None):
    certified = sum(group.count for group in groups)
    counted = (RoleCount(role=Role.HOMEROOM_TEACHER, due=due, certified=certified),)
    return SignersStatement(
        head=SchoolHead(
            school=school,
            school_name="Trường Tiểu học <Hoa & Ban>",
            ward=Place(code="03127", name="Phường Mường Thanh"),
            province=Place(code="11", name="Điện Biên"),
            school_year=YEAR,
            number=number,
            environment=Environment.TEST,
            made_at=NOW,
        ),
        roles=counted if roles is None else roles,
        groups=groups,
        ends=ends,
    )


def signed(statement):
    """The statement as bytes; its signature is of the right shape and worth nothing."""
    holders, _ = pki()
    draft = drafted(
        StatementKind.SIGNERS,
        *written_signers(statement),
        role=Role.SEAL,
        certificate=holders[KeyRef(SCHOOL)].certificate,
        at=NOW,
        algorithm=SignatureAlgorithm.ECDSA_SHA256,
        version=statement.version,
    )
    return statement_bytes(draft, bytes(64))


class TestAStatement:
    @pytest.mark.parametrize("ends", [None, (), (3,)])
    def test_comes_back_from_its_bytes_by_the_published_schema(self, ends):
        whole = a_statement(
            a_group(waited=2, days=29),
            a_group(means=Means.UNKNOWN, provider="", count=1),
            ends=None if ends is None else tuple(map(an_end, ends)),
        )
        parsed = XmlDocuments().statement(signed(whole), StatementKind.SIGNERS)
        assert signers_of(parsed.content) == whole

    def test_stands_in_its_own_folder(self):
        assert signers_path(a_statement(number=7)) == f"ke-khai/{SCHOOL}-2025-2026-7.xml"

    def test_makes_a_manifest_one_of_version_1_1(self):
        head = Head(
            message_type=MessageType.PACKAGE,
            message_id=message_id(SCHOOL, bytes(16)),
            sender=SCHOOL,
            receiver="11",
            environment=Environment.TEST,
            at=NOW,
            count=1,
        )
        found = {}
        for kind in (EntryKind.SIGNERS, EntryKind.DECLARATION):
            entry = ManifestEntry(path="x", kind=kind, size=1, digest=bytes(32))
            found[kind] = written_manifest(Manifest(head=head, entries=(entry,)))[0]
        assert "<PBan>1.1</PBan>" in found[EntryKind.SIGNERS]
        assert "<PBan>1.0</PBan>" in found[EntryKind.DECLARATION]

    @pytest.mark.parametrize(
        ("statement", "codes"),
        [
            (a_statement(a_group()), set()),
            (a_statement(a_group(count=4)), {"package.signers_do_not_add_up"}),
            (
                a_statement(
                    a_group(),
                    roles=(RoleCount(role=Role.HOMEROOM_TEACHER, due=3, certified=1),) * 2,
                ),
                {"package.role_stated_twice", "package.signers_do_not_add_up"},
            ),
            (a_statement(a_group(), roles=()), {"package.role_not_stated"}),
            (a_statement(a_group(waited=3, days=1)), {"package.waits_do_not_add_up"}),
            (a_statement(a_group(waited=0, days=1)), {"package.waits_do_not_add_up"}),
            (a_statement(a_group(), ends=(an_end(),)), set()),
            (a_statement(a_group(), ends=(an_end(1),)), {"package.ends_do_not_add_up"}),
            (a_statement(a_group(), ends=()), {"package.ends_do_not_add_up"}),
        ],
    )
    def test_adds_up_or_every_reason_is_told(self, statement, codes):
        assert {finding.code for finding in signers_findings(statement)} == codes


class TestSigning:
    STATEMENTS = (
        a_statement(a_group(waited=1, days=4), a_group(payer=Payer.HOLDER, count=1), school="T1"),
        a_statement(a_group(provider="", payer=Payer.UNKNOWN, count=1), school="T2", due=2),
        a_statement(
            a_group(authority="CA 2", provider="B", payer=Payer.HOLDER, waited=2, days=5),
            school="T3",
        ),
    )

    def test_adds_up_who_can_sign_who_pays_and_who_keeps_the_keys(self):
        found = signing(self.STATEMENTS, by_school=True)
        assert (found.schools, found.signers.numerator, found.signers.denominator) == (3, 6, 8)
        assert found.payers == {Payer.STATE: 2, Payer.HOLDER: 3, Payer.UNKNOWN: 1}
        # 3 of A, 2 of B, and one that nobody wrote down: (3² + 2²) / 5² = 0.52.
        assert (found.providers.index, found.unnamed) == (5_200, 1)
        assert [(unit.unit, unit.by[Payer.HOLDER]) for unit in found.units] == [
            ("T1", 1),
            ("T2", 0),
            ("T3", 2),
        ]

    def test_waits_are_averaged_over_known_days_alone(self):
        waits = {each.authority: each for each in signing(self.STATEMENTS, by_school=True).waits}
        assert (waits["CA 1"].count, waits["CA 1"].known) == (4, 1)
        assert (str(waits["CA 1"].average), str(waits["CA 2"].average)) == ("4.0", "2.5")
        none = signing([a_statement(a_group())], by_school=True).waits
        assert none[0].average is None

    def test_the_order_of_statements_changes_nothing(self):
        ways = itertools.permutations(self.STATEMENTS)
        assert len({repr(_sorted(signing(way, by_school=False))) for way in ways}) == 1

    def test_units_of_the_nation_are_provinces(self):
        (unit,) = signing(self.STATEMENTS, by_school=False).units
        assert (unit.unit, unit.certificates) == ("11", 6)

    def test_the_concentration_moves_against_the_year_before(self):
        found = signing(self.STATEMENTS, [a_statement(a_group())], by_school=True)
        assert found.providers.change == 5_200 - 10_000


def a_cell(school, count, authority="CA 1", trait=Trait.AUTHORITY):
    cell = Cell(school_year=2025, province="11", school=school, trait=trait.value, value=authority)
    return {cell: count}


class TestSignatures:
    """Schools: A has one keeper, B two for one authority, C wrote none down, D stated nothing."""

    SEAL = a_group(role=Role.SEAL, count=1, provider="Con dấu")
    STATEMENTS = (
        a_statement(a_group(), SEAL, school="A"),
        a_statement(a_group(), a_group(provider="B"), a_group(authority="CA 2"), school="B"),
        a_statement(a_group(), a_group(provider=""), school="C"),
    )
    CELLS = (
        a_cell("A", 30)
        | a_cell("A", 10, trait=Trait.SEALED_WITH)
        | a_cell("B", 7)
        | a_cell("B", 5, "CA 2")
        | a_cell("C", 3)
        | a_cell("D", 2, "CA 2")
    )

    NOTHING = SigningYear(cells={}, statements=())

    def told(self, before=NOTHING):
        return signatures(SigningYear(cells=self.CELLS, statements=self.STATEMENTS), before)

    def test_are_their_keeper_s_where_a_school_has_one_for_an_authority_and_its_seal_apart(self):
        found = self.told().by_provider
        assert found.known == {"A": 20 + 5, "Con dấu": 10}
        assert (found.mixed, found.unnamed, found.unstated) == (7, 3, 2)
        assert sum(found.known.values()) + found.left_out == self.told().signatures == 47

    def test_stand_beside_the_certificates_as_stated(self):
        found = self.told()
        assert [(s.name, s.rate.numerator) for s in found.authorities.shares] == [
            ("CA 1", 40),
            ("CA 2", 7),
        ]
        assert [(s.name, s.rate.numerator) for s in found.stated_authorities.shares] == [
            ("CA 1", 11),
            ("CA 2", 2),
        ]

    def test_move_against_the_year_before(self):
        before = SigningYear(cells=a_cell("A", 5), statements=self.STATEMENTS)
        # All were one keeper's; now 25 and 10 of 35: (625 + 100) / 1225 = 0.5918...
        assert self.told(before).providers.change == 5_918 - 10_000
        assert self.told().providers.change is None

    @pytest.mark.parametrize("seed", range(5))
    def test_do_not_depend_on_any_order(self, seed):
        chance = Random(seed)
        cells = dict(chance.sample(sorted(self.CELLS.items()), len(self.CELLS)))
        told = chance.sample(self.STATEMENTS, 3)
        mixed = signatures(
            SigningYear(cells=cells, statements=told), SigningYear(cells={}, statements=())
        )
        assert mixed == self.told()


def _sorted(found):
    return (found.signers, sorted(found.payers.items()), found.providers, found.waits, found.units)


class TestWhoHasToSign:
    def test_counts_everybody_once_and_the_seal(self):
        held = [Appointment(role=Role.HOMEROOM_TEACHER, class_name="4A")]
        staff = [
            StaffMember(
                staff_code="P",
                full_name="Hiệu trưởng kiêm chủ nhiệm",
                appointments=(*held, Appointment(role=Role.PRINCIPAL)),
            ),
            StaffMember(staff_code="T", full_name="Chủ nhiệm", appointments=tuple(held)),
            StaffMember(
                staff_code="E",
                full_name="Đã thôi",
                appointments=(Appointment(role=Role.DEPUTY, to_on=date(2026, 1, 1)),),
            ),
            StaffMember(
                staff_code="S",
                full_name="Bộ môn",
                appointments=(Appointment(role=Role.SUBJECT_TEACHER),),
            ),
        ]
        where = {"school": SCHOOL, "school_name": "Trường", "today": TODAY}
        primary = due_signers(staff, grades={1, 5}, **where)
        assert [each.holder for each in primary] == ["P", "T", SCHOOL]
        assert primary[0].role is Role.PRINCIPAL
        assert [each.holder for each in due_signers(staff, grades={6}, **where)] == [
            *("P", "T", "S", SCHOOL)
        ]


GOOD = """
[[price]]
what = "CHUNG_THU"
amount = 450000
on = 2026-01-05
source = "Hợp đồng mẫu"
"""


class TestCost:
    MEASURED = Measured(accepted=100, stated=60, certificates=4, kept=200, stored=480_000)

    def test_is_price_times_quantity_over_records(self):
        prices = {
            what: Price(what=what, amount=amount, on=TODAY, source="mẫu")
            for what, amount in (
                (Priced.CERTIFICATE, 450_000),
                (Priced.GIGABYTE, 1_000_000),
                (Priced.OPERATION, 12_345),
            )
        }
        # 450000 * 4 / 60; 1000000 * 0.00048 / 200 = 2.4 of a hundredth; 12345 / 100 = 123.45
        assert [str(line.each) for line in cost(prices, self.MEASURED)] == [
            *("30000.0", "2.4", "123.5")
        ]

    def test_without_a_price_or_a_quantity_is_unknown_and_never_zero(self):
        assert [line.each for line in cost({}, self.MEASURED)] == [None] * 3
        price = Price(what=Priced.CERTIFICATE, amount=1, on=TODAY, source="mẫu")
        for quantity, records in ((Fraction(0), 5), (Fraction(5), 0)):
            line = CostLine(
                what=Priced.CERTIFICATE, price=price, quantity=quantity, records=records
            )
            assert line.each is None

    def test_reads_a_file_of_prices(self):
        (price,) = prices_of(GOOD).values()
        assert (price.amount, price.on, price.source) == (450_000, date(2026, 1, 5), "Hợp đồng mẫu")

    @pytest.mark.parametrize(
        ("written", "codes"),
        [
            ("[[price", "cost.file_unreadable"),
            (GOOD + GOOD, ["cost.priced_twice"]),
            (GOOD.replace("450000", "0") + 'note = "x"', ["cost.not_readable"]),
            (GOOD.replace("450000", '"450000"'), ["cost.not_readable"]),
            (GOOD.replace("2026-01-05", "2026-01-05T00:00:00"), ["cost.not_readable"]),
            (GOOD.replace("Hợp đồng mẫu", " "), ["cost.not_readable"]),
            (GOOD.replace("CHUNG_THU", "TRA_DA"), ["cost.not_readable"]),
            ('currency = "VND"\n' + GOOD.replace("on =", "at ="), ["cost.not_readable"] * 2),
        ],
    )
    def test_refuses_a_file_with_all_that_is_wrong(self, written, codes):
        with pytest.raises(Refusal) as refused:
            prices_of(written)
        found = [finding.code for finding in refused.value.findings]
        assert (found or refused.value.code) == codes


def test_the_documented_file_of_prices_can_be_read():
    told = Path("docs/operations/province-desk.md").read_text("utf-8")
    example = told.split("```toml\n# chi-phi.toml\n")[1].split("```")[0]
    assert set(prices_of(example)) == set(Priced)
