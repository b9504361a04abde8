"""
What a schema lets an element be, as a regular expression over canonical text.

Compiled from the published schema itself, so there is one source. An expression may be
stricter than the schema, never more lenient: it takes one way to write a number, a day or an
instant, and no character that a parser or canonical XML would change. What it
does not take is not wrong; it is for the schema to judge.

Only what our record's schema uses is known here; anything else is a Fault of the program.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from lxml import etree

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_XML: Final = r"\ufffe\uffff"
"""XML takes these two for no character; lone surrogates are no UTF-8 to begin with."""

TEXT: Final = rf"[^\x00-\x09\x0b-\x1f<>&{_XML}]"
"""A character of an element that stands for itself, in every reader and in canonical form; line
feeds are such."""
QUOTED: Final = rf'[^\x00-\x1f<>&"{_XML}]'
"""The same inside an attribute, where readers make spaces of line feeds."""

_ID: Final = "[a-z]+(?:-[a-z]+)*"
_BUILT_IN: Final = MappingProxyType(
    {
        "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "dateTime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+07:00",
        # 32 bytes and no more; of the last character before "=" two bits are zero.
        "base64Binary": "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=",
        "ID": _ID,
    }
)
"""Days and instants that no calendar has are found when the value is read."""


class Schema:
    """One schema's declarations. name: of its file among the package's schemas."""

    def __init__(self, name: str) -> None:
        self._root = etree.fromstring((files("hocba.adapters.xml.schemas") / name).read_bytes())
        self._types = {
            str(one.get("name")): one
            for one in self._root
            if one.tag in (f"{_XS}complexType", f"{_XS}simpleType")
        }

    def declared(self, name: str) -> etree._Element:
        """Return the declaration of the one element of this name."""
        (found,) = self.all_declared(name)
        return found

    def all_declared(self, name: str) -> tuple[etree._Element, ...]:
        """Return the declarations of all elements of this name."""
        return tuple(one for one in self._root.iter(f"{_XS}element") if one.get("name") == name)

    def words(self, declared: etree._Element) -> str:
        """Return the expression of what an element holds that has no children."""
        _, content = self._content(self._type_of(declared))
        return content

    def longest(self, declared: etree._Element) -> int:
        """Return how many characters an element may hold whose type says no more than that."""
        kind = self._type_of(declared)
        if isinstance(kind, str):
            raise ValueError(kind)
        (restricted,) = kind.iterfind(f"{_XS}restriction")
        ((name, (most,)),) = _facets(restricted).items()
        if name != "maxLength":
            raise ValueError(name)
        return int(most)

    def children(self, declared: etree._Element) -> tuple[etree._Element, ...]:
        """Return the declarations of an element's children, in their order."""
        kind = self._type_of(declared)
        return () if isinstance(kind, str) else tuple(kind.iterfind(f"{_XS}sequence/{_XS}element"))

    def element(self, declared: etree._Element, *, held: bool = False) -> str:
        """
        Return the expression of one element that is declared here.

        held: what attributes and words say are groups, in the order in which they stand;
        children that may be there more than once, or not at all, are one group together.
        """
        name = declared.get("name")
        attributes, content = self._content(self._type_of(declared), held=held)
        return f"<{name}{attributes}>{content}</{name}>"

    def _type_of(self, declared: etree._Element) -> etree._Element | str:
        name = declared.get("type")
        if name is None:
            return next(
                one for one in declared if one.tag in (f"{_XS}complexType", f"{_XS}simpleType")
            )
        return self._named(name)

    def _named(self, name: str) -> etree._Element | str:
        return name[len("xs:") :] if name.startswith("xs:") else self._types[name]

    def _content(self, kind: etree._Element | str, *, held: bool = False) -> tuple[str, str]:
        if isinstance(kind, str) or kind.tag == f"{_XS}simpleType":
            return "", _group(self._simple(kind, TEXT), held=held)
        extended = kind.find(f"{_XS}simpleContent/{_XS}extension")
        if extended is not None:
            base = self._named(str(extended.get("base")))
            words = _group(self._simple(base, TEXT), held=held)
            return self._attributes(extended, held=held), words
        particles = kind.iterfind(f"{_XS}sequence/{_XS}element")
        content = "".join(self._particle(one, held=held) for one in particles)
        return self._attributes(kind, held=held), content

    def _particle(self, declared: etree._Element, *, held: bool) -> str:
        least, most = occurrences(declared)
        if (least, most) == (1, 1):
            return self.element(declared, held=held)
        return _group(f"(?:{self.element(declared)}){{{least},{most}}}", held=held)

    def _attributes(self, kind: etree._Element, *, held: bool) -> str:
        # Canonical XML sorts attributes by name.
        found = sorted(kind.iterfind(f"{_XS}attribute"), key=lambda one: str(one.get("name")))
        return "".join(self._attribute(one, held=held) for one in found)

    def _attribute(self, declared: etree._Element, *, held: bool) -> str:
        value = _group(self._simple(self._type_of(declared), QUOTED), held=held)
        written = f' {declared.get("name")}="{value}"'
        return written if declared.get("use") == "required" else f"(?:{written})?"

    def _simple(self, kind: etree._Element | str, character: str) -> str:
        if isinstance(kind, str):
            return _BUILT_IN[kind]
        (restricted,) = kind.iterfind(f"{_XS}restriction")
        base = str(restricted.get("base")).removeprefix("xs:")
        return _RESTRICTED.get(base, _built_in)(base, restricted, character)


def _group(expression: str, *, held: bool) -> str:
    return f"({expression})" if held else expression


def occurrences(declared: etree._Element) -> tuple[int, int]:
    """Return how often an element may stand in its place: least and most."""
    return int(declared.get("minOccurs", "1")), int(declared.get("maxOccurs", "1"))


def _built_in(base: str, _restricted: etree._Element, _character: str) -> str:
    return _BUILT_IN[base]


def _string(_base: str, restricted: etree._Element, character: str) -> str:
    facets = _facets(restricted)
    if words := facets.get("enumeration"):
        return f"(?:{'|'.join(map(_word, words))})"
    if patterns := facets.get("pattern"):
        (only,) = patterns
        # Brackets of a schema only group; a bracket as a character would need a closer look.
        if "\\(" in only:
            raise ValueError(only)
        return f"(?:{only.replace('(', '(?:')})"
    least, most = (facets.get(name, ("",))[0] for name in ("minLength", "maxLength"))
    return f"{character}{{{least or 0},{most}}}"


def _integer(_base: str, restricted: etree._Element, _character: str) -> str:
    # Every whole number to the most, none with a sign or with zeros in front.
    facets = _facets(restricted)
    most = int(facets["maxInclusive"][0])
    least = int(facets.get("minInclusive", ("1",))[0])
    return f"(?:{'|'.join(map(str, range(least, most + 1)))})"


_RESTRICTED: Final[Mapping[str, Callable[[str, etree._Element, str], str]]] = MappingProxyType(
    {"string": _string, "integer": _integer, "positiveInteger": _integer}
)


def _word(word: str) -> str:
    if not word.replace("_", "").replace(".", "").isalnum():
        raise ValueError(word)
    return word.replace(".", r"\.")


def _facets(restricted: Iterable[etree._Element]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for facet in restricted:
        name = str(facet.tag).removeprefix(_XS)
        found[name] = (*found.get(name, ()), str(facet.get("value")))
    return found
