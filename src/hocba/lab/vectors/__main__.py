"""`python -m hocba.lab.vectors`: write spec/vectors anew."""

import argparse
from pathlib import Path

from hocba.lab.vectors.partial_records import write_partial
from hocba.lab.vectors.requests import write_requests
from hocba.lab.vectors.secondary import write_secondary
from hocba.lab.vectors.stamped import write_stamped
from hocba.lab.vectors.statements import write_statements
from hocba.lab.vectors.writing import write_vectors

_SETS = {
    "tieu-hoc": (write_vectors, Path("spec/vectors")),
    "de-nghi": (write_requests, Path("spec/vectors-de-nghi")),
    "dau-thoi-gian": (write_stamped, Path("spec/vectors-dau-thoi-gian")),
    "ke-khai": (write_statements, Path("spec/vectors-ke-khai")),
    "trung-hoc": (write_secondary, Path("spec/vectors-trung-hoc")),
    "mot-phan": (write_partial, Path("spec/vectors-mot-phan")),
}


def main() -> None:
    """Write the vectors and say how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=sorted(_SETS), default="tieu-hoc")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--keys", type=Path, default=Path("out/vector-keys"))
    given = parser.parse_args()
    write, usual = _SETS[given.set]
    to = given.to or usual
    print(f"{write(to, keys=given.keys)} vectors -> {to}")


if __name__ == "__main__":
    main()
