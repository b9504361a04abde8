"""What has just been done, said once on the page that follows."""

from django.contrib import messages
from django.http import HttpRequest

from hocba.faces.web.presenters import Tone


def tell(request: HttpRequest, words: str, *, tone: Tone = Tone.DONE) -> None:
    """Say `words` on the next page, with the colour of how it went."""
    messages.add_message(request, messages.INFO, words, extra_tags=tone.value)
