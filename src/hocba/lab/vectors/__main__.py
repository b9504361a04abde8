"""`python -m hocba.lab.vectors`: write spec/vectors anew."""

import argparse
from pathlib import Path

from hocba.lab.vectors.writing import write_vectors


def main() -> None:
    """Write the vectors and say how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("spec/vectors"))
    parser.add_argument("--keys", type=Path, default=Path("out/vector-keys"))
    given = parser.parse_args()
    print(f"{write_vectors(given.to, keys=given.keys)} vectors -> {given.to}")


if __name__ == "__main__":
    main()
