"""Arguments of a command: help in both languages, misuse told in words and ended with 64."""

import argparse
from pathlib import Path
from typing import Final, NoReturn

MISUSED: Final = 64
"""Source: sysexits.h, EX_USAGE."""


class Arguments(argparse.ArgumentParser):
    """A parser whose help is one text in both languages, and whose misuse exits with 64."""

    def __init__(self, help_text: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self._help_text = help_text
        self.add_argument("-h", "--help", action="help")

    def format_help(self) -> str:
        """Return the whole help."""
        return self._help_text

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the arguments and how to get help."""
        self.exit(MISUSED, f"hocba: sai tham số / misuse: {message}\nhocba: --help\n")


def existing_file(word: str) -> Path:
    """Read an argument that names a file; one that is not there is misuse."""
    path = Path(word)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"không có tệp / no such file: {word}")
    return path


def existing_folder(word: str) -> Path:
    """Read an argument that names a folder; one that is not there is misuse."""
    path = Path(word)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"không có thư mục / no such folder: {word}")
    return path


def is_address(word: str) -> bool:
    """Return whether an argument names a store by its address, and not a folder."""
    return "://" in word


def existing_place(word: str) -> str:
    """Read an argument that names a folder, which must be there, or an address, asked later."""
    return word if is_address(word) else str(existing_folder(word))
