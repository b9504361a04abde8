"""
`hocba lab nation`: so many distinct signed records, in packages as schools would send them.

    hocba lab nation --records 400000 --workers 2 --out var/nation

A run that was killed is finished by the same line. The last line is one JSON object.
"""

import argparse
import json
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hocba.lab.nation.checking import check_nation
from hocba.lab.nation.folder import NationFolder
from hocba.lab.nation.making import Made, make_nation
from hocba.lab.nation.plan import PROVINCES, planned_nation
from hocba.lab.nation.workers import spread_over

SEED: Final = 20260525
KEYS: Final = 2_000
_SAMPLE: Final = 2
_THOUSAND: Final = 1_000
_PROCESSES: Final = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def nation(arguments: Sequence[str]) -> int:
    """
    Make a nation.

    Raises: Refusal "nation.too_many_records", "nation.folder_in_use".
    """
    asked = _parser().parse_args(arguments)
    folder = NationFolder(out=asked.out, keys=asked.keys_in or asked.out)
    schools = planned_nation(asked.seed, records=asked.records, provinces=asked.provinces)
    with spread_over(asked.workers) as workers:
        made = make_nation(
            folder,
            schools,
            seed=asked.seed,
            keys=asked.keys,
            workers=workers,
            reports=asked.reports,
        )
        verified = check_nation(folder, of_each=asked.check, workers=workers)
    # After the processes have ended, so that their memory is known.
    print(json.dumps(_told(made, verified, asked.workers), ensure_ascii=False))
    return 0


def _told(made: Made, verified: int, workers: int) -> dict[str, object]:
    peaks = [resource.getrusage(who).ru_maxrss for who in _PROCESSES]
    names = ("schools", "classes", "records", "record_bytes", "package_bytes", "certificates")
    return {
        **{name: made.told[name] for name in names},
        "keys": made.told["keys"],
        "made": made.made,
        "verified": verified,
        "workers": workers,
        "keys_s": round(made.keys_s, 1),
        "packages_s": round(made.packages_s, 1),
        "records_per_s": round(made.made / made.packages_s) if made.packages_s else 0,
        "cpu_ms_per_record": round(made.cpu_s * _THOUSAND / made.made, 3) if made.made else 0.0,
        "peak_mb": round(max(peaks) / _THOUSAND),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hocba lab nation",
        description="Dựng học bạ số giả định, ký thật, thành gói nộp. / Make a synthetic nation.",
    )
    add = parser.add_argument
    add("--records", type=_positive, required=True, help="khoảng bao nhiêu học bạ / about")
    add("--provinces", type=_province_count, default=PROVINCES, help="số tỉnh, đông dân trước")
    add("--seed", type=int, default=SEED, help="hạt giống / seed")
    add("--workers", type=_positive, default=1, help="số tiến trình / processes")
    add("--keys", type=_key_count, default=KEYS, help="số cặp khoá tối đa / key pairs at most")
    add("--keys-in", type=Path, help="thư mục khoá dùng chung / a nation whose keys to use")
    add(
        "--check",
        type=int,
        default=_SAMPLE,
        help="kiểm tra mấy học bạ mỗi gói / verified a package",
    )
    add("--reports", action="store_true", help="gói Sở nộp lên Bộ / as provinces report")
    add("--out", type=Path, required=True, help="nơi ghi kết quả / where to")
    return parser


def _positive(text: str) -> int:
    return _at_least(text, 1)


def _key_count(text: str) -> int:
    return _at_least(text, 3)


def _province_count(text: str) -> int:
    number = _at_least(text, 1)
    if number > PROVINCES:
        raise argparse.ArgumentTypeError(f"1..{PROVINCES}")
    return number


def _at_least(text: str, least: int) -> int:
    number = int(text)
    if number < least:
        raise argparse.ArgumentTypeError(f"≥ {least}")
    return number
