"""The text a PDF page has already, taken out of the way of a better one.

Text that is not drawn goes. Text that is drawn has to stay to be seen, so it is marked to be read
as a blank (ActualText, ISO 32000-1, 14.9.4), and who searches or copies finds the new layer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

__all__ = ["inherited", "replace_text"]

SHOWING = frozenset({"Tj", "TJ", "'", '"'})

INVISIBLE = 3  # the text rendering mode of PDF

DEEPEST = 5  # forms within forms that are looked into


def replace_text(pdf: pikepdf.Pdf, page: Any, *, keep_shown: bool = False) -> bool:
    """Take out the text of a page that is not drawn, and silence what is.

    Args:
        pdf: To which the page belongs.
        page: Changed in place; what it shows stays the same.
        keep_shown: Text that is drawn stays to be found too: it is no part of the new layer.

    Returns:
        Whether all text is out of the way. Text drawn by a form, which other pages may use too, is
        left as it is.
    """
    import pikepdf

    try:
        instructions = list(pikepdf.parse_content_stream(page))
    except pikepdf.PdfError:
        return False  # what cannot be parsed is left as it is
    kept, shown = _without_invisible(instructions)
    if keep_shown:
        shown = []
    if shown or len(kept) != len(instructions):
        data = pikepdf.unparse_content_stream(_silenced(kept, shown))
        page.obj.Contents = pdf.make_indirect(pikepdf.Stream(pdf, data))
    return _clear_forms(inherited(page.obj, "/Resources", None), DEEPEST) or keep_shown


def _clear_forms(resources: Any, depth: int) -> bool:
    """Take text that is not drawn out of forms; return whether they are then without text."""
    import pikepdf

    forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    clear = True
    for form in forms.values() if isinstance(forms, pikepdf.Dictionary) else ():
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != pikepdf.Name.Form:
            continue
        try:
            instructions = list(pikepdf.parse_content_stream(form))
        except pikepdf.PdfError:
            clear = False
            continue
        kept, shown = _without_invisible(instructions)
        if len(kept) != len(instructions):
            form.write(pikepdf.unparse_content_stream(kept))
        inner = depth > 0 and _clear_forms(form.get("/Resources"), depth - 1)
        clear = clear and not shown and inner
    return clear


def _without_invisible(instructions: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """Return the instructions without text that is not drawn, and the places of what is."""
    kept: list[Any] = []
    shown: list[int] = []
    mode = 0
    saved: list[int] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q":
            mode = saved.pop() if saved else 0
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        elif operator in SHOWING:
            if mode == INVISIBLE:
                continue
            shown.append(len(kept))
        kept.append(instruction)
    return kept, shown


def _silenced(instructions: Sequence[Any], places: Sequence[int]) -> list[Any]:
    import pikepdf

    # An empty text would do for poppler; PDFium takes that for none.
    blank = pikepdf.Dictionary(ActualText=pikepdf.String(" "))
    begin = pikepdf.ContentStreamInstruction(
        [pikepdf.Name("/Span"), blank], pikepdf.Operator("BDC")
    )
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    marked = frozenset(places)
    result: list[Any] = []
    for place, instruction in enumerate(instructions):
        result += [begin, instruction, end] if place in marked else [instruction]
    return result


def inherited(item: Any, name: str, default: Any) -> Any:
    """Return an entry of a page, or of the nodes above it that it inherits from."""
    while item is not None:
        if name in item:
            return item[name]
        item = item.get("/Parent")
    return default
