"""Take a register that came by hand: the ministry's at a province, the province's at a school."""

from hocba.core.sign.register import Register
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.register_chain import trusted_book
from hocba.flow.keep_register import read_register
from hocba.ports.outside import Outside


def take_register(outside: Outside, file: bytes) -> Register:
    """
    Keep a register that stands; the same register again changes nothing.

    Raises: Refusal "record.*", "statement.*", "sign.*" when the file is no register,
    "registers.not_trusted" with all findings when nobody may rely upon it,
    "registers.number_taken" when another one of that number is kept.
    """
    known = tuple(read_register(outside, each) for each in outside.registers.files())
    given = read_register(outside, file)
    read = trusted_book((*known, given), ministry=outside.ministry, environment=outside.environment)
    for register, findings in read.refused:
        if register is given.register:
            wrong = tuple(found for found in findings if found.weight is not Weight.WARNING)
            raise Refusal("registers.not_trusted", findings=wrong, unit=register.unit)
    outside.registers.save(file, given.register)
    return given.register
