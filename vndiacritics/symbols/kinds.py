"""The kinds of official documents and how their names are shortened in symbols.

The kinds are those of Decree 30/2020, Article 7 and Annex III, of the law on issuing legal
documents, and of the Party's Guidance 36-HD/VPTW.
"""

from __future__ import annotations

from collections.abc import Sequence

_TABLE = """
nghị định\tNĐ
quyết định\tQĐ
nghị quyết\tNQ
nghị quyết liên tịch\tNQLT
chỉ thị\tCT
thông tư\tTT TTLT
thông tư liên tịch\tTTLT
quy chế\tQC
quy định\tQĐ QyĐ QĐi QC
thông cáo\tTC
thông báo\tTB
hướng dẫn\tHD
chương trình\tCTr
kế hoạch\tKH
phương án\tPA
đề án\tĐA
dự án\tDA
báo cáo\tBC
biên bản\tBB
tờ trình\tTTr
hợp đồng\tHĐ
công điện\tCĐ
bản ghi nhớ\tBGN
bản thỏa thuận\tBTT
giấy ủy quyền\tGUQ
giấy mời\tGM
giấy giới thiệu\tGGT
giấy nghỉ phép\tGNP
phiếu gửi\tPG
phiếu chuyển\tPC
phiếu báo\tPB
pháp lệnh\tPL
văn bản hợp nhất\tVBHN
kết luận\tKL
lệnh\tL
"""

KINDS: dict[str, tuple[str, ...]] = {
    name: tuple(pieces.split())
    for name, pieces in (row.split("\t") for row in _TABLE.strip().splitlines())
}
"""The name of a kind of document, lower case, and the pieces that stand for it in symbols."""

LONGEST_NAME = max(len(name.split()) for name in KINDS)
_BETWEEN = frozenset({"số", "số:", ":", "số.", "no", "luật"})


def named_kind(before: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces of the kind that the words before a document's number name.

    Args:
        before: words before the number, lower case, without their punctuation, the nearest last.

    Returns:
        The pieces, none where no kind is named.

    Examples:
        >>> named_kind("theo quyết định số".split()), named_kind(["nghị", "định"])
        (('QĐ',), ('NĐ',))
        >>> named_kind(["hộ", "nghèo"])
        ()
    """
    end = len(before)
    while end and before[end - 1] in _BETWEEN:
        end -= 1
    for length in range(min(LONGEST_NAME, end), 0, -1):
        pieces = KINDS.get(" ".join(before[end - length : end]))
        if pieces:
            return pieces
    return ()
