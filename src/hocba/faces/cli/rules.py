"""`hocba rules`: show the law as data, and let two calculations disagree if they can."""

from collections.abc import Sequence
from random import Random
from typing import Final

from hocba.core.assess.agreement import agreement
from hocba.core.assess.secondary_agreement import secondary_agreement
from hocba.core.rules.law import law_page
from hocba.core.rules.library import all_packs, all_secondary
from hocba.faces.cli.arguments import Arguments

HELP: Final = """\
hocba rules law                        in mọi quy tắc kèm căn cứ / print every rule with its source
hocba rules check [--pupils N] [--seed N]
                                       so hai cách tính độc lập trên N học sinh giả định (100000)
                                       compare two independent calculations on N made-up pupils

  Mã thoát / exit code: 0 khớp, agree; 1 khác, differ; 64 sai tham số, misuse.
"""


def rules(arguments: Sequence[str]) -> int:
    """Run one of the two and return its exit code."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("law", "check"))
    parser.add_argument("--pupils", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=27)
    given = parser.parse_args(arguments)
    if given.what == "law":
        print(law_page(all_packs(), all_secondary()))
        return 0
    return _checked(given.pupils, given.seed)


def _checked(pupils: int, seed: int) -> int:
    differing = 0
    for pack in all_packs():
        found = agreement(pack, pupils=pupils, chance=Random(seed))
        seen = ", ".join(f"{name} {count}" for name, count in sorted(found.seen.items()))
        print(f"{pack.pack_id}: {found.compared} học sinh ({seen})")
        for each in found.disagreements[:5]:
            print(f"  KHÁC: {each.first} / {each.second}\n    {each.pupil}")
        differing += len(found.disagreements)
    differing += _secondary_checked(pupils, seed)
    print("hai cách tính khớp nhau" if differing == 0 else f"khác nhau ở {differing} học sinh")
    return 0 if differing == 0 else 1


def _secondary_checked(pupils: int, seed: int) -> int:
    differing = 0
    for pack in all_secondary():
        found = secondary_agreement(pack, pupils=pupils, chance=Random(seed))
        seen = ", ".join(f"{name} {count}" for name, count in sorted(found.seen.items()))
        print(f"{pack.pack_id}: {found.compared} học sinh ({seen})")
        for each in found.disagreements[:5]:
            print(f"  KHÁC: {each}")
        differing += len(found.disagreements)
    return differing
