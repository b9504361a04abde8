"""A year's result as one published code, for what has room for no more: never a mark."""

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.terms.missing import Missing


def result_code(content: AnyContent) -> str:
    """
    Return the code of a year's result: `HTT`, or of a secondary year learning and conduct, `T/K`.

    After the summer where there was one. A pupil who is not assessed by law: the reason's code.
    Source: spec/format.md §14.3.
    """
    if not isinstance(content, SecondaryContent):
        return content.outcome.result.value
    outcome = content.outcome
    learning = outcome.learning_again or outcome.learning
    conduct = outcome.conduct_again or outcome.conduct
    return learning.value if isinstance(learning, Missing) else f"{learning}/{conduct}"
