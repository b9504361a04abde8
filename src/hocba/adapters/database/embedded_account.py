"""
Under whose name PostgreSQL runs, since it refuses to run as root.

An ordinary user runs it as is. Root runs it in a user namespace in which root is called
65534: the files stay root's and nothing has to be made readable for others. Where the
kernel or a container forbids that, root hands a private copy to an unprivileged account.
"""

import ctypes
import errno
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hocba.adapters.database.embedded_binaries import Binaries
from hocba.core.terms.outcomes import Fault

CLONE_NEWUSER: Final = 0x10000000
"""Source: linux/sched.h."""

NOBODY: Final = 65534

ELSEWHERE: Final = Path("/var/lib/hocba")
"""Where an unprivileged account keeps its copy: nothing above it may be closed to that account."""

# Loaded before any fork: a forked child of a threaded process must not load libraries.
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """
    enter: runs in the child before PostgreSQL starts; None where nothing is to be done.
    uid, gid: to whom the files must be given; None where they may stay as they are.
    """

    enter: Callable[[], None] | None = None
    uid: int | None = None
    gid: int | None = None

    def home_for(self, data_dir: Path) -> Path:
        """Return the folder that holds the cluster: `data_dir` itself wherever possible."""
        if self.uid is None:
            return data_dir
        key = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        return ELSEWHERE / key

    def own(self, path: Path) -> None:
        """Hand one file or folder to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reach(self, binaries: Binaries) -> Binaries:
        """Return programs that this account can read: a copy where it is another's account."""
        if self.uid is None or not binaries.roots:
            return binaries
        return _copied(binaries)


def account() -> Account:
    """Choose the least intrusive way of not being root."""
    if os.geteuid() != 0:
        return Account()
    if may_enter_namespace():
        return Account(enter=enter_namespace)
    return unprivileged()


def may_enter_namespace() -> bool:
    try:
        subprocess.run(["true"], preexec_fn=enter_namespace, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def enter_namespace() -> None:
    """Move this process into a user namespace in which its user is called 65534."""
    uid, gid = os.geteuid(), os.getegid()
    if _LIBC.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    # The kernel takes a group map from us only once setgroups is given up.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def unprivileged() -> Account:
    """
    Return the account of Debian's PostgreSQL, else nobody.

    Raises: Fault "postgres.no_account".
    """
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(enter=_becoming(entry), uid=entry.pw_uid, gid=entry.pw_gid)
    raise Fault("postgres.no_account", "there is neither a postgres nor a nobody", retry=False)


def _becoming(entry: pwd.struct_passwd) -> Callable[[], None]:
    def become() -> None:
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)

    return become


def _copied(binaries: Binaries) -> Binaries:
    """Copy the programs with their libraries, side by side as they were; once per version."""
    base = binaries.roots[-1].parent
    written = (binaries.folder / "postgres").stat()
    key = f"{binaries.major}-{written.st_size:x}-{int(written.st_mtime):x}"
    target = ELSEWHERE / f"postgresql-{key}"
    copied = replace(binaries, folder=target / binaries.folder.relative_to(base), roots=())
    if target.exists():
        return copied
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    for root in binaries.roots:
        shutil.copytree(root, partial / root.relative_to(base), symlinks=True)
    # A rename is whole or not at all: a killed copy is never mistaken for a finished one.
    _settle(partial, target)
    return copied


def _settle(partial: Path, target: Path) -> None:
    """Rename `partial` to `target`, unless another start was quicker."""
    try:
        partial.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        shutil.rmtree(partial)
