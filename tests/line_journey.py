"""The story of two provinces and the ministry, played once a run: see `tests/journey`."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from hashlib import sha256

from tests.line_world import PROVINCES, a_nation
from tests.tls_world import a_certificate

FIRST, SECOND = PROVINCES
SEEN = "seen.pickle"


def well(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def provinces_world(worlds):
    """The folder of two provinces and the ministry after they have dealt with one another."""
    return worlds.made("provinces", partial(_play, worlds))


def seen_in(world):
    """What everybody saw in the story, by the name of the stretch."""
    return pickle.loads((world / SEEN).read_bytes())


def _play(worlds, folder):
    bag = folder / "usb"
    bag.mkdir()
    with a_nation(folder, worlds) as nation, nation.line(), ExitStack() as stack:
        told = Story(nation, bag, stack)
        told.school_years()
        told.before_admission()
        told.admission()
        told.reporting()
        told.correction()
        told.broken_answer()
        told.strangers()
        told.suspension()
    (folder / SEEN).write_bytes(pickle.dumps(told.seen))


class Story:
    """What was seen, by the name of the stretch."""

    def __init__(self, nation, bag, stack):
        self.nation, self.bag, self.seen = nation, bag, {}
        self.ministry = stack.enter_context(nation.ministry.officers())
        self.below = {
            code: stack.enter_context(each.officers()) for code, each in nation.provinces.items()
        }

    def hocba(self, code, *words):
        return self.nation.provinces[code].hocba(*words)

    def school_years(self):
        """Lay the ministry's register down, carry it, and let both provinces' schools issue."""
        self.ministry("name_keys", owners=self.nation.owners["BO"])
        named = {code: sha256(der).hexdigest() for code, der in self.nation.certificates.items()}
        self.ministry("name_provinces", provinces=named)
        register = ("register", "write", "--office", "BO", "--out", self.bag)
        well(self.nation.ministry.hocba(*register))
        with ThreadPoolExecutor() as both:
            list(both.map(self._school_year, PROVINCES))

    def _school_year(self, code):
        self.below[code]("name_keys", owners=self.nation.owners[code])
        well(self.hocba(code, "register", "take", "--office", "SO", *self.bag.glob("*.xml")))
        self.below[code]("small_year", work=str(self.bag / code))

    def before_admission(self):
        self.first = self.below[FIRST]("packed")
        self.seen["before"] = self.hocba(FIRST, "package", "send", "--office", "SO")

    def admission(self):
        """Both ask on their pages; the second is refused first, and mends what was wrong."""
        self.seen["asked first"] = self.below[FIRST]("asks_on_page", decision="QĐ 1/QĐ-SGDĐT")
        self.below[SECOND]("asks_on_page", decision="QĐ 2")
        self.seen["decided"] = self.ministry("decided_on_page", code=FIRST)
        self.ministry("decided_on_page", code=SECOND, reason="Quyết định thiếu số hiệu")
        self.seen["refused"] = self.below[SECOND]("hears_on_page")
        self.below[SECOND]("asks_on_page", decision="QĐ 2/QĐ-SGDĐT")
        self.ministry("decided_on_page", code=SECOND)
        self.seen["let in"] = [self.hocba(code, "connection") for code in PROVINCES]
        self.seen["histories"] = {
            code: [
                self.below[code]("history", level="SO", code=code),
                self.ministry("history", level="BO", code=code),
            ]
            for code in PROVINCES
        }

    def reporting(self):
        self.seen["first"] = self.below[FIRST]("delivered", message_id=self.first)
        self.seen["spoilt"] = self.below[SECOND]("packed_spoilt")
        sent = self.below[SECOND]("delivered", message_id=self.seen["spoilt"]["message_id"])
        self.seen["second"] = sent
        self.seen["differs"] = self.hocba(SECOND, "reconcile")
        self.seen["mended"] = self.below[SECOND]("mended")
        self.seen["agrees"] = self.hocba(SECOND, "reconcile")

    def correction(self):
        self.seen["amended"] = self.below[FIRST]("amended")
        self.again = self.below[FIRST]("packed")

    def broken_answer(self):
        """The new version goes up, and its receipt is lost on the way down."""
        self.seen["unheard"] = self.below[FIRST]("handed_over_and_died", message_id=self.again)
        self.seen["log before"] = self.ministry("kept", sender=FIRST)["log"]
        self.seen["no receipt"] = self.hocba(FIRST, "reconcile")
        self.seen["mended too"] = self.below[FIRST]("mended")
        self.seen["log after"] = self.ministry("kept", sender=FIRST)["log"]
        code = self.seen["amended"]["code"]
        self.seen["versions"] = self.ministry("look_up", codes=[code])
        self.seen["home"] = self.below[FIRST]("receipt_comes_home", message_id=self.again)

    def strangers(self):
        """Another province's certificate tells its own list; one of nobody opens nothing."""
        mixed = self.nation.below(FIRST, shows=self.nation.line_key(SECOND))
        self.seen["mixed"] = mixed.hocba("reconcile")
        nobody = a_certificate(self.bag / "la.pem", "la")
        self.seen["nobody"] = self.nation.below(FIRST, shows=nobody).hocba("reconcile")

    def suspension(self):
        self.below[SECOND]("amended")
        self.below[SECOND]("packed")
        self.ministry("hold", code=SECOND, suspended=True)
        self.seen["held"] = self.hocba(SECOND, "package", "send", "--office", "SO")
        self.seen["asked"] = self.hocba(SECOND, "reconcile")
        self.seen["other"] = self.hocba(FIRST, "reconcile")
        self.ministry("hold", code=SECOND, suspended=False)
        self.seen["resumed"] = self.hocba(SECOND, "package", "send", "--office", "SO")
        self.seen["waiting"] = self.below[SECOND]("waiting")
