"""What the tests of printed codes share: key owners and a list of keys, both in memory."""

from hocba.ports.keys import KeyRef


class Accounts:
    """Says that every owner's key has the owner's name."""

    def key_of(self, owner):
        return KeyRef(owner)


class Shelf:
    """Keeps the list of keys in memory."""

    held = None

    def text(self):
        return self.held

    def replace(self, text):
        self.held = text
