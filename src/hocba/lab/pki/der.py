"""DER, as far as the laboratory writes structures that no library makes. Source: X.690."""


def wrapped(tag: int, content: bytes) -> bytes:
    """Return content under a tag, its length before it."""
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    octets_ = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets_))) + octets_ + content


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE."""
    return wrapped(0x30, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    """Return a SET OF, its members in the order of their bytes, as DER has it."""
    return wrapped(0x31, b"".join(sorted(parts)))


def context(number: int, *parts: bytes) -> bytes:
    """Return a constructed value under a tag of the context."""
    return wrapped(0xA0 | number, b"".join(parts))


def integer(value: int) -> bytes:
    """Return a non-negative INTEGER."""
    return wrapped(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """Return an OCTET STRING."""
    return wrapped(0x04, value)


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    return wrapped(0x06, b"".join(map(_base_128, (40 * first + second, *rest))))


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
