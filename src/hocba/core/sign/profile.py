"""
Identifiers of the XAdES profile: what we write, and what we accept from others.

Source: spec/format.md §5; ETSI EN 319 132-1; W3C XML Signature 1.1; RFC 6931.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
SIGNED_PROPERTIES_TYPE: Final = "http://uri.etsi.org/01903#SignedProperties"

EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
CANONICAL: Final = frozenset({EXCLUSIVE, INCLUSIVE})

SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
DIGESTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        SHA256: "sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    }
)
"""Accepted digest methods and their names in `hashlib`. SHA-1 is not among them."""
