"""Write the vectors, their trust directories and the table of what is expected."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from hocba.core.verify.verdict import Outcome
from hocba.lab.vectors.bad import bad_cases
from hocba.lab.vectors.case import Case
from hocba.lab.vectors.cast import gathered
from hocba.lab.vectors.good import good_cases
from hocba.lab.vectors.registers import write_trusts


def write_vectors(to: Path, *, keys: Path) -> int:
    """
    Write everything anew and return how many vectors there are.

    keys: where the laboratory keeps its private keys, outside of `to`: they are never published,
    so nobody can make a vector that passes but by running this again.
    """
    cast = gathered(keys)
    count = write_cases(to, good=good_cases(cast), bad=bad_cases(cast))
    write_trusts(cast, to)
    return count


def write_cases(to: Path, *, good: Iterable[Case], bad: Iterable[Case]) -> int:
    """Write the files and the table of what is expected of them; return how many there are."""
    cases = [("good", case) for case in good]
    cases += [("bad", case) for case in bad]
    for folder in ("good", "bad"):
        shutil.rmtree(to / folder, ignore_errors=True)
        (to / folder).mkdir(parents=True)
    for folder, case in cases:
        (to / folder / f"{case.name}.xml").write_bytes(case.file)
    text = json.dumps(dict(_expected(cases)), ensure_ascii=False, indent=1)
    (to / "expected.json").write_text(text + "\n", "utf-8")
    return len(cases)


def _expected(cases: Iterable[tuple[str, Case]]) -> Iterable[tuple[str, dict[str, object]]]:
    for folder, case in cases:
        if folder == "good" and case.outcome is not Outcome.PASSED:
            raise ValueError(f"{case.name} is not good")
        yield (
            f"{folder}/{case.name}.xml",
            {
                "note": case.note,
                "outcome": case.outcome.value,
                "codes": sorted(case.codes),
                "trust": case.trust,
                "at": case.at.isoformat(),
            },
        )
