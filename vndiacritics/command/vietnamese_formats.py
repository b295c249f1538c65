"""What is said of formats, in Vietnamese: documents, places in them, scans, decisions, models."""

from __future__ import annotations

__all__ = ["FORMATS"]

_DOCUMENTS = {
    "an empty file, no office document": "tệp rỗng, không phải tài liệu văn phòng",
    "locked by a password, or an old office document under a new ending": (
        "bị khóa bằng mật khẩu, hoặc là tài liệu đời cũ mang đuôi mới"
    ),
    "a PowerPoint file, which is not taken": "là tệp PowerPoint, chưa nhận loại này",
    "no Word document: it has no text part": "không phải tệp Word: không có phần chữ",
    "no Excel file: it has no workbook": "không phải tệp Excel: không có sổ tính",
    "no OpenDocument file: it has no content": "không phải tệp OpenDocument: không có nội dung",
    "its part {} declares a document type, as none may": (
        "phần {} trong tệp khai báo kiểu tài liệu, điều không được phép"
    ),
    "its part {} is larger than vnfix reads": "phần {} trong tệp quá lớn",
    "not {}: {}": "không phải {}: {}",
    "mend it": "hãy sửa tệp ấy",
    "no XML: {}": "không phải XML: {}",
    "XML in an unknown encoding: {}": "XML dùng bảng mã lạ: {}",
    "no JSON: {}: {}": "không phải JSON: {}: {}",
    "JSON that is nested too deep": "JSON lồng quá sâu",
    "the change of fonts is not tracked: only edits behind it are revisions": (
        "việc đổi phông không ghi vết: chỉ những chỗ sửa sau đó mới có vết"
    ),
    "its digital signature does not survive a change: keep the original": (
        "sửa xong thì chữ ký số không còn giá trị: hãy giữ bản gốc"
    ),
    "left as they are: {}": "để nguyên: {}",
    "read as {}, written as UTF-8": "đọc theo {}, ghi ra UTF-8",
    "{} lacks Vietnamese letters: written as UTF-8": "{} thiếu chữ Việt: ghi ra UTF-8",
    "{} texts in old fonts ({}) became Unicode in Times New Roman": (
        "{} đoạn chữ phông cũ ({}) đã thành Unicode, phông Times New Roman"
    ),
    "{} texts in old fonts ({}) held Unicode: only their font changed": (
        "{} đoạn chữ phông cũ ({}) vốn là Unicode: chỉ đổi phông"
    ),
    "{} strings left, shown both in an old and in a new font": (
        "{} chuỗi chữ hiện cả bằng phông cũ lẫn phông mới: để nguyên"
    ),
    "headers of tables stay: formulas name them": (
        "tiêu đề cột của bảng để nguyên, vì công thức gọi tên chúng"
    ),
    "{} formulas with text in them: see that it fits the cells": (
        "{} công thức có chữ bên trong: hãy xem còn khớp với các ô không"
    ),
}

_SCANS = {
    "{}: called {} but is {}": "{}: mang đuôi {} mà là {}",
    "{}: called {} but is a web page": "{}: mang đuôi {} mà là trang web",
    "{}: called {} but is empty": "{}: mang đuôi {} mà rỗng",
    "{}: called {} but is something else": "{}: mang đuôi {} mà là loại khác",
    "{}: {}, and the limit is {} million a page": "{}: {}, mà hạn là {} triệu mỗi trang",
    "scan it smaller, or raise --max-megapixels": "hãy quét nhỏ hơn, hoặc tăng --max-megapixels",
    "a photo in HEIC or AVIF": "ảnh dạng HEIC hoặc AVIF",
    "save it as JPEG and take that": "hãy lưu thành JPEG rồi dùng tệp ấy",
    "a DjVu file": "tệp DjVu",
    "convert it: ddjvu -format=pdf": "hãy đổi dạng: ddjvu -format=pdf",
    "a damaged page": "trang bị hỏng",
    "no text found": "không thấy chữ nào",
    "few words found ({})": "chỉ thấy ít chữ ({})",
    "most words are unsure ({} words)": "phần lớn chữ không chắc ({} chữ)",
    "what looks like text was left unread ({} letters)": (
        "có chỗ giống chữ mà không đọc được ({} chữ cái)"
    ),
    "many words are unsure ({} of {})": "nhiều chữ không chắc ({} trong {})",
    "a line left out for low confidence: {}": "một dòng bị bỏ vì không chắc: {}",
    "{}: digitally signed, passed over (--signed skip)": "{}: đã ký số, bỏ qua (--signed skip)",
    "{}: digitally signed, and a changed copy would not be": (
        "{}: đã ký số, mà bản sao đã sửa thì không còn chữ ký"
    ),
    "the folder for temporary files, {}: {}": "thư mục tệp tạm {}: {}",
    "make room there, or name another folder in TMPDIR": (
        "hãy dọn chỗ ở đó, hoặc đặt TMPDIR là thư mục khác"
    ),
    "check the system's limits and its disk": "hãy kiểm tra giới hạn của hệ thống và ổ đĩa",
    "tags within tags, too deep to be read": "thẻ lồng nhau quá sâu, không đọc được",
    "write text or hOCR, or give --signed write": (
        "hãy ghi ra chữ hoặc hOCR, hoặc thêm --signed write"
    ),
    "this is a bug in vnfix, please report it": "đây là lỗi của vnfix, xin báo cho chúng tôi",
    "the process that read it was ended, as when memory runs out": (
        "tiến trình đọc trang bị tắt, có thể do hết bộ nhớ"
    ),
    "no OCR language: {}": "không có tiếng nào tên là: {}",
    "Tesseract failed: {}": "Tesseract báo lỗi: {}",
    "{} holds no image to make a PDF of": "{} không có ảnh để làm PDF",
    "give -o with .txt, .json or the input's own format": (
        "hãy dùng -o với đuôi .txt, .json hoặc đuôi của tệp vào"
    ),
    "give a PAGE XML file": "hãy đưa tệp PAGE XML",
    "give a hOCR file": "hãy đưa tệp hOCR",
    "give an ALTO file": "hãy đưa tệp ALTO",
    "give one such as vie or vie+eng": "ví dụ vie hoặc vie+eng",
    "{} is not beside it": "không thấy {} bên cạnh",
    "the image {} of page {} is not beside it": "không thấy ảnh {} của trang {} bên cạnh",
    "an image of page {} is not beside it": "không thấy ảnh của trang {} bên cạnh",
    "vndiacritics repairs hOCR: leave out --pdf-renderer sandwich": (
        "vndiacritics sửa hOCR: hãy bỏ --pdf-renderer sandwich"
    ),
    "no page in it": "trong đó không có trang nào",
    "no Page in it": "trong đó không có phần Page",
    "no ocr_page in it": "trong đó không có phần ocr_page",
    "not ABBYY XML: {}": "không phải ABBYY XML: {}",
    "not PAGE XML: {}": "không phải PAGE XML: {}",
    "not hOCR: {}": "không phải hOCR: {}",
    "not ALTO: {}": "không phải ALTO: {}",
    "not the table of tesseract tsv": "không phải bảng của tesseract tsv",
    "not UTF-8": "không phải UTF-8",
    "write it anew": "hãy ghi lại",
    "{} is read, not written": "{} chỉ đọc được, không ghi được",
    "choose another --format, such as hocr": "hãy chọn --format khác, ví dụ hocr",
    "larger than {} MB": "lớn hơn {} MB",
    "an image of {} × {} pixels is no page": "ảnh {} × {} điểm không phải một trang",
    "cut it into pages": "hãy cắt thành từng trang",
    "a picture of {} × {} pixels, and the limit is {} million": (
        "hình {} × {} điểm, mà hạn là {} triệu"
    ),
    "print it to a new PDF and take that": "hãy in ra PDF mới rồi dùng PDF ấy",
    "more than {} MB of drawing instructions": "hơn {} MB lệnh vẽ",
    "give the images of all pages": "hãy đưa ảnh của mọi trang",
}

_NEEDS = {
    "{} needs lxml": "{} cần gói lxml",
    "cleaning pages needs OpenCV": "làm sạch trang cần gói OpenCV",
    "images in PDFs need img2pdf": "ảnh trong PDF cần gói img2pdf",
    "pictures of pages need Pillow": "hình các trang cần gói Pillow",
    "the review page needs Jinja2": "trang xem lại cần gói Jinja2",
}

_REVIEW = {
    "{}: these decisions are about a text ({}), not about a scan": (
        "{}: các quyết định này về văn bản ({}), không phải về bản quét"
    ),
    "{} is not the text these decisions were made on ({}), nor what vnfix made of it": (
        "{} không phải văn bản đã xem lại ({}), cũng không phải bản vnfix đã sửa từ đó"
    ),
    "give the very file that was reviewed": "hãy đưa đúng tệp đã xem lại",
    "give the file that Save decisions wrote": "hãy đưa tệp do nút Lưu quyết định ghi ra",
    "review the scan itself": "hãy xem lại chính bản quét ấy",
    "has no text layer of vnfix that these decisions fit": (
        "không có lớp chữ của vnfix khớp với các quyết định này"
    ),
    "make one first: vnfix SCAN.pdf -o FIXED.pdf, and apply them to FIXED.pdf": (
        "hãy làm trước: vnfix BẢNQUÉT.pdf -o DASUA.pdf, rồi áp dụng vào DASUA.pdf"
    ),
    "no decisions of a review page": "không phải tệp quyết định của trang xem lại",
    "{}: decisions of version {}; this program reads version {}": (
        "{}: quyết định phiên bản {}; chương trình này đọc phiên bản {}"
    ),
    "make the review page anew with this version of vnfix": (
        "hãy làm lại trang xem lại bằng phiên bản vnfix này"
    ),
    "not JSON": "không phải JSON",
    "damaged: {}": "bị hỏng: {}",
    "damaged: two changes overlap at {}": "bị hỏng: hai chỗ sửa chồng nhau ở {}",
    "save the decisions from the review page again": "hãy lưu lại quyết định từ trang xem lại",
    "{}, page {}: {} not found": "{}, trang {}: không thấy {}",
}

_TABLES = {
    "{} cannot be read: {}": "không đọc được {}: {}",
    "the lexicon {} cannot be read: {}": "không đọc được tệp từ vựng {}: {}",
    "the lexicon {} is not UTF-8 at byte {}": "tệp từ vựng {} không phải UTF-8, ở byte {}",
    "{} is not a vndiacritics model file": "{} không phải tệp mô hình của vndiacritics",
    "{} is damaged: {}": "{} bị hỏng: {}",
    "{} is damaged: its n-grams do not fit": "{} bị hỏng: các n-gram không khớp",
    "{} is damaged: a word is missing": "{} bị hỏng: thiếu một chữ",
    "{} holds a {} table where a {} is needed": "{} là bảng {}, mà cần bảng {}",
    "{} has model format {}; this program reads format {}": (
        "{} theo dạng mô hình {}; chương trình này đọc dạng {}"
    ),
    "the model file {} is damaged: its checksum does not match": (
        "tệp mô hình {} bị hỏng: sai mã kiểm"
    ),
    "line {} of the lexicon {} has no form but a long text": (
        "dòng {} của tệp từ vựng {} là đoạn văn dài, không phải từ ngữ"
    ),
    "the lexicon {} has {} where tabs belong": "tệp từ vựng {} dùng {} thay cho dấu tab",
    "save it as tab-separated text, the words in the first column": (
        "hãy lưu thành văn bản cách nhau bằng tab, từ ngữ ở cột đầu"
    ),
    "there is no core {}": "không có lõi {}",
    "set {} to {} or {}, or leave it out": "hãy đặt {} là {} hoặc {}, hoặc bỏ đi",
    "the compiled core was not built": "chưa biên dịch lõi C",
    "install with a C compiler at hand, or leave {} out": "hãy cài khi có trình dịch C, hoặc bỏ {}",
}

_PLACES = {
    "paragraph {}": "đoạn {}",
    "header": "đầu trang",
    "footer": "chân trang",
    "header or footer": "đầu hay chân trang",
    "foot notes": "chú thích cuối trang",
    "end notes": "chú thích cuối bài",
    "table {}": "bảng {}",
    "row {}": "hàng {}",
    "column {}": "cột {}",
    "line {}": "dòng {}",
    "page {}": "trang {}",
    "page {} at {}": "trang {}, ở {}",
    "was {}": "trước là {}",
    "or {}": "hay {}",
}

FORMATS: dict[str, str] = {**_DOCUMENTS, **_SCANS, **_NEEDS, **_REVIEW, **_TABLES, **_PLACES}
"""What is translated."""
