"""
Sets pages with WeasyPrint, in an interpreter that has it: it is no part of the project.

Reads one job a line from its standard input and answers with the CPU seconds that it took:
{"page": HTML file, "style": CSS file or null, "base": folder of the style's fonts or null,
"file": document to put inside or null, "pdf": file to write or null}. With a document inside, the
PDF is PDF/A-3b with tags. As WeasyPrint advises, style and fonts are read once, and pictures kept.
"""

import json
import sys
from pathlib import Path
from time import process_time

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration


def main():
    styles = {}
    for line in sys.stdin:
        job = json.loads(line)
        if job["style"] not in styles:
            styles[job["style"]] = _read_once(job["style"], job["base"])
        start = process_time()
        pdf = _printed(job, styles[job["style"]])
        taken = process_time() - start
        if job["pdf"]:
            Path(job["pdf"]).write_bytes(pdf)
        print(taken, flush=True)


def _read_once(style, base):
    fonts = FontConfiguration()
    sheets = [] if style is None else [_style(style, base, fonts)]
    return {"stylesheets": sheets, "font_config": fonts, "cache": {}}


def _style(style, base, fonts):
    return CSS(string=Path(style).read_text("utf-8"), base_url=base, font_config=fonts)


def _printed(job, kept):
    page = HTML(string=Path(job["page"]).read_text("utf-8"))
    if job["file"] is None:
        return page.write_pdf(**kept)
    inside = Attachment(
        string=Path(job["file"]).read_bytes(), name="hoc-ba.xml", relationship="Source"
    )
    return page.write_pdf(**kept, pdf_variant="pdf/a-3b", pdf_tags=True, attachments=[inside])


main()
