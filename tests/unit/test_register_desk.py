"""Registers in two storeys say what one book of all registers says."""

import zipfile
from dataclasses import replace

from hocba.core.publish.log import LogState, appended, extended
from hocba.core.sign.register import Level
from hocba.core.terms.tree import leaf_digest
from hocba.core.verify.register_chain import trusted_book, with_schools
from hocba.flow.keep_register import read_register
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.registers import KeptRegister
from tests.nation_world import the_nation
from tests.school_world import an_outside


def candidates(nation):
    outside = an_outside(paths=nation.paths, ministry=nation.ministry)
    files = [*nation.registers(), *school_registers(nation)]
    return outside, [read_register(outside, file) for file in files]


def school_registers(nation):
    for path in nation.folder.packages():
        with zipfile.ZipFile(path) as package:
            yield from (package.read(n) for n in package.namelist() if n.startswith("phan-cong/"))


def test_schools_on_top_of_upper_offices_are_the_whole_book():
    outside, found = candidates(the_nation())
    world = {"ministry": outside.ministry, "environment": outside.environment}
    above = [each for each in found if each.register.level is not Level.SCHOOL]
    schools = [each for each in found if each.register.level is Level.SCHOOL]

    whole = trusted_book(found, **world)
    two = with_schools(trusted_book(above, **world).book, schools, environment=outside.environment)

    assert schools
    assert two.refused == whole.refused == ()
    for name in ("registers", "by_certificate", "newest", "contested"):
        assert dict(getattr(two.book, name)) == dict(getattr(whole.book, name))


def test_a_school_that_no_province_names_does_not_stand():
    outside, found = candidates(the_nation())
    world = {"ministry": outside.ministry, "environment": outside.environment}
    above = [each for each in found if each.register.level is Level.MINISTRY]
    schools = [each for each in found if each.register.level is Level.SCHOOL]

    read = with_schools(trusted_book(above, **world).book, schools, environment=outside.environment)

    assert {finding.code for _, (finding, *_) in read.refused} == {"registers.not_entitled"}
    assert not any(level is Level.SCHOOL for level, _ in read.book.registers)


class Shelf:
    """The nation's registers, and a note of every one that is asked for."""

    def __init__(self, found, files):
        self._kept = {
            (each.register.level, each.register.unit): KeptRegister(
                level=each.register.level,
                unit=each.register.unit,
                number=each.register.number,
                file=file,
            )
            for each, file in zip(found, files, strict=True)
        }
        self.asked = []

    def above_schools(self):
        return tuple(
            (kept.level, kept.unit, kept.number)
            for kept in self._kept.values()
            if kept.level is not Level.SCHOOL
        )

    def latest(self, level, unit):
        self.asked.append((level, unit))
        return self._kept.get((level, unit))


def test_one_school_costs_one_school_and_says_what_the_whole_book_says():
    nation = the_nation()
    outside, found = candidates(nation)
    files = [*nation.registers(), *school_registers(nation)]
    shelf = Shelf(found, files)
    desk = RegisterDesk(replace(outside, registers=shelf))
    units = [each.register.unit for each in found if each.register.level is Level.SCHOOL]
    whole = trusted_book(found, ministry=outside.ministry, environment=outside.environment).book

    for unit in units[:2]:
        book = desk.of_schools(unit)
        named = (Level.SCHOOL, unit)
        assert book.registers[named] == whole.registers[named]

    assert len(units) > 2
    schools = [unit for level, unit in shelf.asked if level is Level.SCHOOL]
    assert schools == units[:2]
    # Those above were read once for both.
    above = [each for each in shelf.asked if each[0] is not Level.SCHOOL]
    assert len(above) == len(set(above))


def test_many_leaves_at_once_are_leaves_one_by_one():
    one_by_one = LogState()
    for size in range(40):
        more = [leaf_digest(b"%d %d" % (size, n)) for n in range(size % 7)]
        at_once = extended(one_by_one, more)
        for leaf in more:
            one_by_one = appended(one_by_one, leaf)
        assert at_once == one_by_one
