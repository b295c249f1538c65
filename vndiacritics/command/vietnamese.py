"""The messages of `vnfix` in Vietnamese, by their English; ``{}`` is what a sentence has there.

The name of a file before a colon is no part of a sentence. Where Vietnamese needs another order,
the places are numbered: ``{1}`` is the second of the English sentence.
"""

from __future__ import annotations

from vndiacritics.command.vietnamese_formats import FORMATS
from vndiacritics.command.vietnamese_help import HELP

__all__ = ["MESSAGES"]

_USAGE = {
    "{} and {} print two things": "{} và {} in ra hai thứ khác nhau",
    "run them one by one": "hãy chạy từng lệnh một",
    "--{} prints and writes no file": "--{} chỉ in ra, không ghi tệp",
    "leave out -o": "hãy bỏ -o",
    "{} and {} do not go together": "{} và {} không đi cùng nhau",
    "leave one out": "hãy bỏ một trong hai",
    "standard input is no file to write to": "đầu vào chuẩn không phải tệp để ghi lên",
    "name a FILE": "hãy cho biết tên TỆP",
    "several files and one standard output": "nhiều tệp mà chỉ có một đầu ra",
    "name -o FOLDER, or --in-place": "hãy thêm -o THƯMỤC, hoặc --in-place",
    "--min-confidence is a number from 0 to 1": "--min-confidence là một số từ 0 đến 1",
    "--below is a number from 0 to 1": "--below là một số từ 0 đến 1",
    "give one such as {}": "ví dụ {}",
    "--jobs is less than 1": "--jobs nhỏ hơn 1",
    "leave it out for the number of cores": "bỏ đi thì máy dùng mọi nhân",
    "a scan is not written over": "bản quét không được ghi đè",
    "name -o FILE or FOLDER": "hãy thêm -o TỆP hoặc THƯMỤC",
    "--{} does nothing without {}": "--{} không có tác dụng nếu thiếu {}",
    "--{} does nothing with --{}": "--{} không có tác dụng khi dùng --{}",
    "{} is for scans, and no input is one": "{} dành cho bản quét, mà không có bản quét nào",
    "{} is for images and PDFs, and no input is one": (
        "{} dành cho ảnh và PDF, mà không có tệp nào như vậy"
    ),
    "{} is for PDFs, and no input is one": "{} dành cho PDF, mà không có PDF nào",
    "{} is for images, PDFs and hOCR, and no input is one": (
        "{} dành cho ảnh, PDF và hOCR, mà không có tệp nào như vậy"
    ),
    "{} is for text, and the output is {}": "{} dành cho văn bản, mà đầu ra là {}",
    "{} is for PDFs that are written, and the output is {}": (
        "{} dành cho PDF được ghi ra, mà đầu ra là {}"
    ),
    "{} is for PDFs that are made of hOCR, ALTO and the like": (
        "{} dành cho PDF làm từ hOCR, ALTO và các dạng tương tự"
    ),
    "{} does nothing with --{}, which writes no pages": (
        "{} không có tác dụng khi dùng --{}, vốn không ghi trang nào"
    ),
    "{} does nothing without -o FILE": "{} không có tác dụng nếu thiếu -o TỆP",
    "{} does nothing where the output is text": "{} không có tác dụng khi đầu ra đã là văn bản",
    "--doubts has no place in the JSON of a scan": ("JSON của bản quét không có chỗ cho --doubts"),
    "give --doubts or --json alone": "hãy chỉ dùng --doubts hoặc --json",
    "{} does nothing with scans": "{} không có tác dụng với bản quét",
    "{} is for Word documents, and no input is one": "{} dành cho tệp Word, mà không có tệp nào",
    "--{} is for text and documents; a scan has no text of its own": (
        "--{} dành cho văn bản và tài liệu; bản quét chưa có chữ để xét"
    ),
    "give --diff or --doubts, or read it with -o FILE.txt": (
        "hãy dùng --diff hoặc --doubts, hoặc đọc ra chữ với -o TỆP.txt"
    ),
    "--review and --{} make two things": "--review và --{} làm ra hai thứ khác nhau",
    "a page is not for standard output": "trang xem lại không ghi ra đầu ra chuẩn được",
    "give --review PAGE.html": "hãy dùng --review TRANG.html",
    "{} is for plain text: documents and scans tell their own": (
        "{} dành cho văn bản thường: tài liệu và bản quét tự cho biết"
    ),
    "{} is for folders, and no input is one": "{} dành cho thư mục, mà không có thư mục nào",
    "an office file is not for the screen": "tệp văn phòng không in ra màn hình được",
    "name -o FILE, or look with --diff": "hãy thêm -o TỆP, hoặc xem bằng --diff",
    "leave out {}": "hãy bỏ {}",
    "give {}": "hãy thêm {}",
    "unknown encoding {}": "không có bảng mã {}",
    "give auto, or one such as tcvn3 or utf-16": "dùng auto, hoặc tên như tcvn3, utf-16",
    "see {} --help": "xem {} --help",
    "did you mean {}?": "có phải bạn muốn gõ {}?",
    "unrecognized arguments: {}": "không có tùy chọn {}",
    "argument {}: invalid choice: {} (choose from {})": "{}: không có giá trị {} (chọn trong {})",
    "argument {}: invalid int value: {}": "{}: {} không phải số nguyên",
    "argument {}: invalid float value: {}": "{}: {} không phải số",
    "argument {}: expected one argument": "{}: thiếu giá trị",
    "{} cannot be {}": "{} không thể là {}",
    "use one of {}": "dùng một trong: {}",
    "standard input is named twice": "đầu vào chuẩn được gọi hai lần",
    "give - once": "chỉ viết - một lần",
    "there is no profile {}": "không có kiểu lỗi {}",
    "there is no old encoding {}": "không có bảng mã cũ {}",
    "a confidence of {} is none": "{} không phải độ chắc",
    "give a number from 0 to 1": "hãy cho một số từ 0 đến 1",
    "there is no setting {}": "không có thiết lập {}",
    "check --settings": "hãy xem lại --settings",
    "no TOML file: {}": "không phải tệp TOML: {}",
    "mend it or move it": "hãy sửa tệp ấy hoặc dời đi",
    "mend the setting": "hãy sửa thiết lập ấy",
    "{} is not {}": "{} không phải {}",
    "{} is not a path": "{} không phải đường dẫn",
    "{} is not a list of patterns": "{} không phải danh sách các mẫu tên",
    "{} is not true or false": "{} phải là true hoặc false",
    "{} is not a text": "{} không phải chuỗi chữ",
    "{} is not a number": "{} không phải một số",
    "the following arguments are required: {}": "còn thiếu: {}",
    "{}, line {}: no regular expression: {}": "{}, dòng {}: biểu thức chính quy sai: {}",
    "mend it, or leave out the slashes": "hãy sửa, hoặc bỏ hai dấu gạch chéo",
    "tracked changes are for Word documents (.docx), not for {}": (
        "ghi vết sửa đổi chỉ dành cho tệp Word (.docx), không dùng cho {}"
    ),
}

_FILES = {
    "standard output: {}": "đầu ra chuẩn: {}",
    "check the space left": "hãy xem đĩa còn chỗ không",
    "a text has no pages to make a {} of": "văn bản không có trang để làm thành {}",
    "give -o NAME.txt": "hãy dùng -o TÊN.txt",
    "the input does not become such a file": "tệp vào không thể thành loại tệp ấy",
    "give -o the ending of the input; a text may become a .docx": (
        "hãy dùng -o với đuôi của tệp vào; văn bản có thể thành .docx"
    ),
    "a {} is not for standard output": "{} không ghi ra đầu ra chuẩn được",
    "a document or PDF is not for standard output": (
        "tài liệu hay PDF không ghi ra đầu ra chuẩn được"
    ),
    "name -o FILE.{}": "hãy thêm -o TỆP.{}",
    "not a folder": "không phải thư mục",
    "name another -o FOLDER": "hãy chọn thư mục khác cho -o",
    "standard input has no name below -o FOLDER": "đầu vào chuẩn không có tên để ghi vào thư mục",
    "give -o FILE": "hãy dùng -o TỆP",
    "a folder": "là thư mục",
    "name the folder for the results with -o FOLDER": "hãy cho biết thư mục kết quả: -o THƯMỤC",
    "the output is an input": "tệp ra trùng với tệp vào",
    "choose another -o": "hãy chọn -o khác",
    "name -o FILE": "hãy thêm -o TỆP",
    "choose another -o, or --in-place": "hãy chọn -o khác, hoặc dùng --in-place",
    "the output of both {} and {}": "cả {} và {} cùng ghi ra tệp này",
    "there is no folder {}": "không có thư mục {}",
    "check its name, or make it first": "hãy xem lại tên thư mục, hoặc tạo nó trước",
    "called a file, and the results of several need a folder": (
        "là tên tệp, mà kết quả của nhiều tệp thì cần thư mục"
    ),
    "give -o {}/ if it is one": "nếu đó là thư mục thì hãy viết -o {}/",
    "holds zero bytes, as UTF-16 and files of programs do": (
        "có byte 0, như văn bản UTF-16 hay tệp của chương trình"
    ),
    "if it is text, give --encoding auto": "nếu là văn bản thì hãy thêm --encoding auto",
    "Unicode already, not read as {}": "vốn là Unicode, không đọc theo {}",
    "{} is not a kind that is known: read as plain text": (
        "không rõ loại {}: đọc như văn bản thường"
    ),
    "restore them one by one": "hãy sửa từng tệp một",
    "check --keep": "hãy xem lại --keep",
    "no such file or folder": "không có tệp hay thư mục này",
    "No such file or directory": "không có tệp hay thư mục này",
    "Permission denied": "không có quyền",
    "Is a directory": "là thư mục",
    "Not a directory": "không phải thư mục",
    "No space left on device": "đĩa đã đầy",
    "Too many levels of symbolic links": "liên kết vòng quanh",
    "Read-only file system": "ổ đĩa chỉ cho đọc",
    "File name too long": "tên tệp quá dài",
    "left as it is, as standard input is empty": "được giữ nguyên, vì đầu vào chuẩn trống",
    "check the command before the pipe": "hãy xem lại lệnh đứng trước dấu |",
    "check the path and its permissions": "hãy xem lại đường dẫn và quyền đọc",
    "check the path, its permissions and the space left": (
        "hãy xem lại đường dẫn, quyền ghi và chỗ trống trên đĩa"
    ),
    "not text that shows {}: its bytes are not UTF-8": (
        "không phải văn bản hiện theo {}: các byte không phải UTF-8"
    ),
    "give --encoding auto, which tells it by the bytes": (
        "hãy thêm --encoding auto, máy sẽ tự nhận bảng mã"
    ),
    "it looks like {}: give --encoding auto, or {}": (
        "có vẻ là {}: hãy thêm --encoding auto, hoặc {}"
    ),
    "pages": "trang",
    "not {}: byte 0x{} at offset {}": "không phải {}: byte 0x{} ở vị trí {}",
    "the encoding of its bytes is not clear: {}": "không rõ bảng mã: {}",
    "name it with --encoding or --from-encoding": (
        "hãy cho biết bằng --encoding hoặc --from-encoding"
    ),
    "mend the file": "hãy sửa tệp ấy",
    "no such lexicon file": "không có tệp từ vựng này",
    "check --lexicon": "hãy xem lại --lexicon",
    "nothing in it that is text, a document or a scan": (
        "trong đó không có văn bản, tài liệu hay bản quét nào"
    ),
    "name the files": "hãy cho biết tên tệp",
    "check --include and --exclude": "hãy xem lại --include và --exclude",
    "holds a lone surrogate, which UTF-8 cannot write, at code point {}": (
        "có nửa ký tự (surrogate) mà UTF-8 không ghi được, ở vị trí {}"
    ),
    "give another --encoding, or use --json": "hãy đổi --encoding, hoặc dùng --json",
    "a process was ended, as when memory runs out": "một tiến trình bị tắt, có thể do hết bộ nhớ",
    "try fewer --jobs": "hãy giảm --jobs",
    "a PDF, not text": "là PDF, không phải văn bản",
    "a PNG image, not text": "là ảnh PNG, không phải văn bản",
    "a JPEG image, not text": "là ảnh JPEG, không phải văn bản",
    "a TIFF image, not text": "là ảnh TIFF, không phải văn bản",
    "a GIF image, not text": "là ảnh GIF, không phải văn bản",
    "a BMP image, not text": "là ảnh BMP, không phải văn bản",
    "a WebP image, not text": "là ảnh WebP, không phải văn bản",
    "a DjVu document, not text": "là tài liệu DjVu, không phải văn bản",
    "a ZIP archive, not text": "là tệp nén ZIP, không phải văn bản",
    "an old office document, not text": "là tài liệu văn phòng đời cũ, không phải văn bản",
    "save it as PNG": "hãy lưu thành PNG",
    "save it as .docx or .xlsx": "hãy lưu thành .docx hoặc .xlsx",
    "give it as a file, not through a pipe": "hãy đưa tên tệp, đừng đưa qua dấu |",
    "make a PDF of it with ddjvu -format=pdf": "hãy đổi ra PDF bằng ddjvu -format=pdf",
    "unpack it; name office documents as they are (.docx)": (
        "hãy giải nén; tài liệu văn phòng thì đặt đúng đuôi (.docx)"
    ),
}

_DOCUMENTS = {
    "an old Word document, which must be converted first": "là tệp Word đời cũ, phải đổi trước",
    "an old Excel sheet, which must be converted first": "là tệp Excel đời cũ, phải đổi trước",
    "RTF, which must be converted first": "là tệp RTF, phải chuyển đổi trước",
    "locked by a password": "bị khóa bằng mật khẩu",
    "save it without one": "hãy lưu lại không có mật khẩu",
    "office documents need lxml": "tài liệu văn phòng cần gói lxml",
    "no office document, or a damaged one: it is no ZIP file": (
        "không phải tài liệu văn phòng, hoặc tệp bị hỏng"
    ),
    "open it in an office program and save it anew": (
        "hãy mở bằng Word hay LibreOffice rồi lưu lại"
    ),
    "open it in an office program, save it anew": "hãy mở bằng Word hay LibreOffice rồi lưu lại",
    "open it in an office program and save it anew without a password": (
        "hãy mở bằng Word hay LibreOffice rồi lưu lại không có mật khẩu"
    ),
    "its part {} is damaged": "phần {} trong tệp bị hỏng",
    "its part {} is missing": "thiếu phần {} trong tệp",
    "its part {} is no XML: {}": "phần {} trong tệp không phải XML: {}",
}

_SCANS = {
    "no page of it could be read": "không đọc được trang nào",
    "a PDF is not for standard output": "PDF không in ra màn hình được",
    "name -o FILE.pdf": "hãy thêm -o TỆP.pdf",
    "{}: received stamps or signature notices left out of the text, page {}; "
    "--format json has them": (
        "{}: dấu công văn đến, dòng chữ ký số không đưa vào văn bản, trang {}; "
        "có trong --format json"
    ),
    "its ending names no format": "đuôi tệp không cho biết định dạng",
    "give --format": "hãy thêm --format",
    "encrypted": "bị khóa bằng mật khẩu",
    "give its password with --password": "hãy cho mật khẩu bằng --password",
    "the password does not open it": "mật khẩu không đúng",
    "check --password": "hãy xem lại --password",
    "a damaged or truncated PDF": "PDF bị hỏng hoặc thiếu phần cuối",
    "a PDF without pages": "PDF không có trang nào",
    "download or scan the file again": "hãy tải hoặc quét lại tệp ấy",
    "the program tesseract is not installed": "máy chưa cài chương trình tesseract",
    "Tesseract has no model for the language {}": "Tesseract chưa có mô hình cho ngôn ngữ {}",
    "reading PDFs needs pypdfium2": "đọc PDF cần gói pypdfium2",
    "reading images needs Pillow": "đọc ảnh cần gói Pillow",
    "reading images needs pytesseract": "đọc ảnh cần gói pytesseract",
    "writing PDFs needs pikepdf": "ghi PDF cần gói pikepdf",
    "a damaged image": "ảnh bị hỏng",
    "a damaged or unknown image": "ảnh bị hỏng hoặc không rõ loại",
    "scan or save it again": "hãy quét hoặc lưu lại",
    "OCR took more than {} s": "nhận dạng chữ lâu quá {} giây",
    "give it more with --ocr-timeout": "hãy tăng --ocr-timeout",
}

_INSPECT = {
    "{}: {} ({}), {}, {} % damaged; would do: nothing": (
        "{}: {} ({}), {}, hỏng {} %; không phải sửa gì"
    ),
    "{}: {} ({}), {}, {} % damaged; would do: {}": "{}: {} ({}), {}, hỏng {} %; sẽ sửa: {}",
    "{}: {}, {}; would do: nothing": "{}: {}, {}; không phải sửa gì",
    "{}: {}, {}; would do: {}": "{}: {}, {}; sẽ sửa: {}",
    "{}: {}, vnfix {} -o OUT reads its pages": "{}: {}, đọc các trang bằng vnfix {} -o TỆP",
}

_NOTES = {
    "reading what you type; end with Ctrl-D (on Windows Ctrl-Z and Enter), or name a FILE": (
        "đang đọc chữ bạn gõ; gõ xong thì bấm Ctrl-D (trên Windows: Ctrl-Z rồi Enter), "
        "hoặc cho biết tên TỆP"
    ),
    "{}: read as {}": "{}: đọc theo bảng mã {}",
    "{}: the old file is {}": "{}: bản cũ là {}",
    "{}: repaired": "{}: đã sửa",
    "{}: unchanged": "{}: không có gì phải sửa",
    "{} repaired": "{} tệp đã sửa",
    "{} would change": "{} tệp có chỗ phải sửa",
    "{} unchanged": "{} tệp không phải sửa",
    "{} scans read": "{} bản quét đã đọc",
    "{} failed": "{} tệp bị lỗi",
    "{} there already": "{} tệp đã có kết quả",
    "{} not taken": "{} tệp không nhận",
    "not taken: {} × no ending: not a kind that is known": (
        "không nhận: {} tệp không có đuôi: không rõ loại"
    ),
    "not taken: {} × {}: not a kind that is known": "không nhận: {} tệp {}: không rõ loại",
    "not taken: {} × scans: --{} is for text and documents": (
        "không nhận: {} bản quét: --{} dành cho văn bản và tài liệu"
    ),
    "not taken: {} × links to folders, which are not followed": (
        "không nhận: {} liên kết tới thư mục, máy không đi theo"
    ),
    "not taken: {} × links that lead nowhere": "không nhận: {} liên kết hỏng, không dẫn tới đâu",
    "not taken: {} × pipes and devices": "không nhận: {} ống dẫn hay thiết bị, không phải tệp",
    "not taken: {} × review pages and decisions": "không nhận: {} trang xem lại, tệp quyết định",
    "not taken: {} × marks of documents that are open (~$…)": (
        "không nhận: {} tệp đánh dấu tài liệu đang mở (~$…)"
    ),
    "not taken: {} × {}: convert it first: {}": "không nhận: {} tệp {}: phải đổi trước: {}",
    "not taken: {} × {}: locked by a password, or an old office document under a new ending": (
        "không nhận: {} tệp {}: bị khóa bằng mật khẩu, hoặc là tài liệu đời cũ mang đuôi mới"
    ),
    "not taken: {} × backups (.bak)": "không nhận: {} bản cũ (.bak)",
    "not taken: {} × {}": "không nhận: {} tệp {}",
    "not taken: {} more, of {} other kinds": "không nhận: {} tệp nữa, thuộc {} loại khác",
    "{}: {} words, {} changed ({} %): {}": "{}: {} chữ, sửa {} ({} %): {}",
    "{}: {} words, {} changed ({} %)": "{}: {} chữ, sửa {} ({} %)",
    "{}: {} words changed: {}": "{}: sửa {} chữ: {}",
    "{}: {} words changed": "{}: sửa {} chữ",
}

_REVIEW = {
    "--review makes the page of one file": "--review làm trang xem lại cho một tệp",
    "run it for each file": "hãy chạy cho từng tệp",
    "choose another name, such as review.html": "hãy chọn tên khác, ví dụ review.html",
    "make one first: vnfix SCAN -o FIXED.pdf, and apply them to FIXED.pdf": (
        "hãy làm trước: vnfix BẢNQUÉT -o DASUA.pdf, rồi áp dụng vào DASUA.pdf"
    ),
    "standard input can be read only once": "đầu vào chuẩn chỉ đọc được một lần",
    "{} changes made as vnfix proposed them, for want of a decision": (
        "{} chỗ chưa ai quyết định được sửa như vnfix đề nghị"
    ),
    "decisions about a scan go into its searchable PDF or its text": (
        "quyết định về bản quét chỉ ghi được vào PDF tìm được chữ hoặc văn bản của nó"
    ),
    "{}: open it in a browser": "{}: hãy mở bằng trình duyệt",
    "the review page would go over another file": "trang xem lại sẽ ghi đè lên tệp khác",
}

_LEARN = {
    "say what to make": "hãy cho biết cần làm ra tệp gì",
    "give texts and -o office.vnd, or decisions and --lexicon mine.tsv": (
        "hãy cho văn bản và -o coquan.vnd, hoặc quyết định và --lexicon tenrieng.tsv"
    ),
    "a folder, and a lexicon is made of decisions": (
        "là thư mục, mà tệp từ vựng thì làm từ các quyết định"
    ),
    "give -o office.vnd to learn from its texts": (
        "hãy dùng -o coquan.vnd để học từ văn bản trong đó"
    ),
    "decisions, which are no text": "là tệp quyết định, không phải văn bản",
    "give --lexicon mine.tsv to learn from them": "hãy dùng --lexicon tenrieng.tsv để học từ đó",
    "name texts or folders": "hãy cho biết tên văn bản hoặc thư mục",
    "there is no text to learn from": "không có văn bản nào để học",
    "only {} words: an office's texts should have thousands": (
        "chỉ có {} chữ: văn bản của cơ quan nên có hàng nghìn chữ"
    ),
    "a scan, left out": "là bản quét, bỏ qua",
    "{}: learnt from {} texts, {} words; use it with --learnt {}": (
        "{}: đã học từ {} văn bản, {} chữ; dùng với --learnt {}"
    ),
    "{}: {} lines without effect, being known already: {}{}": (
        "{}: {} dòng không thêm gì, vì đã biết rồi: {}{}"
    ),
    "{}: {} lines without a word in the first column: {}": (
        "{}: {} dòng không có từ ngữ ở cột đầu: {}"
    ),
    "{}: {} terms added from {}": "{}: thêm {} từ ngữ lấy từ {}",
    "look at the pages named above": "hãy xem lại các trang kể trên",
    "neither an image nor a PDF": "không phải ảnh cũng không phải PDF",
    "check --image": "hãy xem lại --image",
    "name the image or PDF of its pages with --image": (
        "hãy cho biết ảnh hoặc PDF của các trang bằng --image"
    ),
    "pages with no text, few or unsure words, or lines left out (--strict)": (
        "có trang không chữ, ít chữ, chữ không chắc, hoặc dòng bị bỏ (--strict)"
    ),
    "{}: {} pages, and {} in {}": "{0}: {1} trang, mà trong {3} có {2}",
}

MESSAGES: dict[str, str] = {
    **_USAGE,
    **_FILES,
    **_DOCUMENTS,
    **_SCANS,
    **_INSPECT,
    **_NOTES,
    **_REVIEW,
    **_LEARN,
    **HELP,
    **FORMATS,
}
"""What is translated."""
