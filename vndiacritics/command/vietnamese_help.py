"""The help of `vnfix` in Vietnamese: options, groups, commands and what its doctor says."""

from __future__ import annotations

__all__ = ["HELP"]

_TITLES = {
    "usage: ": "cách dùng: ",
    "positional arguments": "đối số",
    "options": "tùy chọn",
    "to look first, and write no file": "xem trước, không ghi tệp nào",
    "how to restore": "sửa theo cách nào",
    "documents": "tài liệu",
    "Word needs pip install 'vndiacritics[office]'": (
        "tệp Word cần pip install 'vndiacritics[office]'"
    ),
    "scans": "bản quét",
    "images, PDFs, hOCR, ALTO, PAGE and ABBYY XML; needs pip install 'vndiacritics[ocr]' "
    "and Tesseract": (
        "ảnh, PDF, hOCR, ALTO, PAGE, ABBYY XML; cần pip install 'vndiacritics[ocr]' và Tesseract"
    ),
    "what is told": "thông báo",
}

_METAVARS = {
    "FILE": "TỆP",
    "FOLDER": "THƯMỤC",
    "OUT": "RA",
    "OUT.vnd": "RA.vnd",
    "PATTERN": "MẪU",
    "ENC": "BẢNGMÃ",
    "PAGE.html": "TRANG.html",
    "LANG": "TIẾNG",
    "S": "GIÂY",
    "PW": "MẬTKHẨU",
    "N": "SỐ",
    "P": "SỐ",
    "DECISIONS": "QUYẾTĐỊNH",
    "INPUT": "VÀO",
}

_FILES = {
    "print this and exit": "in bản hướng dẫn này rồi thôi",
    "texts, documents, scans, or folders of them; - or none for standard input": (
        "văn bản, tài liệu, bản quét, hay thư mục chứa chúng; - hoặc bỏ trống: đầu vào chuẩn"
    ),
    "file or, for several inputs, folder to write": "tệp để ghi; nhiều tệp vào thì là thư mục",
    "write the result over the file itself": "ghi kết quả lên chính tệp ấy",
    "with --in-place: keep the old file as FILE.bak": "với --in-place: giữ bản cũ thành TỆP.bak",
    "with -o FOLDER: skip files whose output is there and newer": (
        "với -o THƯMỤC: bỏ qua tệp đã có kết quả mới hơn"
    ),
    "of folders: only files that match, as in *.txt or 2022/*; may be repeated": (
        "trong thư mục: chỉ lấy tệp khớp mẫu, như *.txt hay 2022/*; viết được nhiều lần"
    ),
    "of folders: no files that match; may be repeated": (
        "trong thư mục: bỏ những tệp khớp mẫu; viết được nhiều lần"
    ),
    "processes (texts: 1; scans: the cores)": "số tiến trình (văn bản: 1; bản quét: mọi nhân)",
    "of the inputs (utf-8); auto tells it by the bytes, tcvn3, vni, … name an old one; "
    "the output is UTF-8": (
        "bảng mã của tệp vào (utf-8); auto: tự nhận theo byte; tcvn3, vni, …: bảng mã cũ; "
        "kết quả luôn là UTF-8"
    ),
}

_VIEWS = {
    "what would change: words, or a patch in a pipe": (
        "sẽ sửa những gì: từng chữ, hay bản vá (patch) nếu đưa qua dấu |"
    ),
    "name the files that would change, with exit code 1 if there are any": (
        "kể tên những tệp có chỗ phải sửa; có thì mã thoát là 1"
    ),
    "a JSON object a file: file, text, edits; spans count code points of the input "
    "after a byte-order mark": (
        "mỗi tệp một đối tượng JSON: file, text, edits; vị trí đếm theo ký tự (code point) của "
        "tệp vào, sau dấu BOM"
    ),
    "the words a person should check, a line each: file, line and column (scans: page and "
    "box; documents: paragraph), word, confidence, what stood there, other readings; with -o "
    "places in the file that is written; with --json they are added to the object": (
        "những chữ cần người xem lại, mỗi chữ một dòng: tệp, dòng và cột (bản quét: trang và "
        "khung; tài liệu: đoạn), chữ, độ chắc, chữ cũ, cách đọc khác; có -o thì vị trí là trong "
        "tệp ghi ra; có --json thì thêm vào đối tượng"
    ),
    "of --doubts: the least sure first, or as they stand in the text (doubt)": (
        "của --doubts: chữ kém chắc trước, hay theo thứ tự trong bài (doubt)"
    ),
    "write a page on which the words are checked in a browser": (
        "ghi một trang để xem lại từng chữ bằng trình duyệt"
    ),
    "with --doubts and --review: words less sure than this, 0 to 1 ({}); 1 gives all": (
        "với --doubts và --review: chữ kém chắc hơn mức này, 0 đến 1 ({}); 1 là tất cả"
    ),
    "likely typing errors of clean text, a line each": (
        "những chỗ có lẽ gõ nhầm trong văn bản sạch, mỗi chỗ một dòng"
    ),
    "a line a file: encoding, damage, and what would be done (vnfix inspect)": (
        "mỗi tệp một dòng: bảng mã, hỏng thế nào, sẽ làm gì (vnfix inspect)"
    ),
    "afterwards: how many words were changed, and why": "xong thì kể đã sửa bao nhiêu chữ, vì sao",
}

_WAYS = {
    "what damaged the text (auto)": "văn bản hỏng do đâu (auto)",
    "your own words, a TSV file": "tên riêng, từ ngữ của mình, một tệp TSV",
    "what vnfix learn made of your own right texts": (
        "tệp mà vnfix learn học được từ văn bản đúng của mình"
    ),
    "words and /patterns/ that are never changed, a line each": (
        "những chữ và /mẫu/ không bao giờ sửa, mỗi dòng một mục"
    ),
    "another model than the built-in one": "mô hình khác, thay cho mô hình có sẵn",
    "make no change less sure than this, 0 to 1 (0)": (
        "không sửa chỗ nào kém chắc hơn mức này, 0 đến 1 (0)"
    ),
    "hòa and hoà: keep what stands there, or write all one way (keep)": (
        "hòa và hoà: để như đang viết, hay viết cả bài một kiểu (keep)"
    ),
    "old encoding the text shows, instead of detecting it: {}": (
        "bảng mã cũ mà văn bản hiện ra, khỏi tự nhận: {}"
    ),
    "of Word: each change a revision, to be accepted or rejected": (
        "của tệp Word: mỗi chỗ sửa là một vết sửa đổi, nhận hay bỏ tùy ý"
    ),
}

_SCANS = {
    "of the output; else its ending tells": "loại tệp ra; không có thì xem đuôi tệp",
    "read pages of a PDF anew: those without a usable text layer, all, none (auto)": (
        "đọc lại các trang PDF: trang không có lớp chữ dùng được, mọi trang, không trang nào (auto)"
    ),
    "Tesseract's languages (vie)": "các tiếng của Tesseract (vie)",
    "seconds a page may take, 0 for no limit (180)": (
        "mỗi trang được tối đa bao nhiêu giây, 0 là không hạn (180)"
    ),
    "leave seals and specks on the page": "để nguyên con dấu và vết bẩn trên trang",
    "exit code 12 where a page has no text, few or unsure words, or lines left out": (
        "mã thoát 12 khi có trang không chữ, ít chữ, chữ không chắc hay dòng bị bỏ"
    ),
    "in text: […] where a seal or a pen stands (JSON and hOCR always have kind and box)": (
        "trong chữ: […] ở chỗ có con dấu hoặc nét bút (JSON và hOCR luôn có loại và khung)"
    ),
    "digitally signed PDFs: write a changed copy, refuse them, or pass them over (write)": (
        "PDF đã ký số: ghi bản sao đã sửa, từ chối, hay bỏ qua (write)"
    ),
    "with -o: the text too, in a file of the same name that ends in .txt": (
        "với -o: ghi thêm phần chữ ra tệp cùng tên, đuôi .txt"
    ),
    "with hOCR, ALTO, PAGE … and -o FILE.pdf: the pages, an image file or a PDF": (
        "với hOCR, ALTO, PAGE … và -o TỆP.pdf: các trang, là tệp ảnh hoặc PDF"
    ),
    "of encrypted PDFs": "của PDF bị khóa",
    "largest page, in million pixels (150)": "trang lớn nhất, tính bằng triệu điểm ảnh (150)",
}

_COMMON = {
    "print no summary, hint or progress, only errors": "không in gì ngoài lỗi",
    "print a line for each file": "mỗi tệp in một dòng",
    "language of messages: en, vi (that of the locale)": (
        "ngôn ngữ của thông báo: en, vi (theo máy)"
    ),
    "colour: auto, always, never (auto)": "màu: auto (tự chọn), always (luôn), never (không)",
    "settings instead of the nearest vndiacritics.toml or pyproject.toml": (
        "tệp thiết lập, thay cho vndiacritics.toml hay pyproject.toml gần nhất"
    ),
    "read no settings file": "không đọc tệp thiết lập",
    "print all options and exit": "in mọi tùy chọn rồi thôi",
    "print version and model and exit": "in phiên bản và mô hình rồi thôi",
}

_COMMANDS = {
    "Names the files that would change, and ends with 1 if there are any.": (
        "Kể tên những tệp có chỗ phải sửa; có thì kết thúc với mã 1."
    ),
    "Writes a page on which the words of FILE are checked in a browser: report.review.html beside "
    "report.txt, or what -o names.": (
        "Ghi một trang để xem lại từng chữ của TỆP bằng trình duyệt: baocao.review.html nằm cạnh "
        "baocao.txt, hoặc tên cho bằng -o."
    ),
    "Tells of each file what it is, what ails it, and what would be done.": (
        "Cho biết mỗi tệp là gì, hỏng thế nào, và sẽ làm gì với nó."
    ),
    "Restores Vietnamese text that OCR or lost marks have damaged.": (
        "Phục hồi văn bản tiếng Việt bị nhận dạng chữ (OCR) sai hoặc mất dấu."
    ),
    "Exit codes: 0 done, 1 --check found something, 2 usage, 3 encoding, 4 unreadable input, "
    "5 output conflict, 6 missing extra, 7 lexicon, 8 model, 9 unsupported input, 10 folder "
    "without -o FOLDER, 11 unwritable output, 12 a doubtful page with --strict, "
    "13 decisions, "
    "130 interrupted, 141 broken pipe, 143 ended.": (
        "Mã thoát: 0 xong, 1 --check thấy có chỗ phải sửa, 2 gõ lệnh sai, 3 bảng mã, 4 không đọc "
        "được tệp vào, 5 tệp ra trùng, 6 thiếu gói hay chương trình, 7 tệp từ vựng, 8 mô hình, "
        "9 loại tệp không nhận, 10 thư mục mà thiếu -o THƯMỤC, 11 không ghi được, 12 có trang "
        "không chắc với --strict, 13 tệp quyết định, 130 bị ngắt, 141 ống dẫn đứt, 143 bị tắt."
    ),
    "Carries decisions of a review page out: in the text or document that was reviewed, in the "
    "text that vnfix made of it, or in the searchable PDF that vnfix made of the scan.": (
        "Áp dụng các quyết định trên trang xem lại: vào văn bản hay tài liệu đã xem, vào văn bản "
        "mà vnfix đã sửa từ nó, hoặc vào PDF tìm được chữ mà vnfix làm từ bản quét."
    ),
    "what Save decisions wrote": "tệp do nút Lưu quyết định ghi ra",
    "text, document or searchable PDF": "văn bản, tài liệu hoặc PDF tìm được chữ",
    "file to write (texts: standard output)": "tệp để ghi (văn bản: đầu ra chuẩn)",
    "of a text (utf-8)": "bảng mã của văn bản (utf-8)",
    "of an encrypted PDF": "của PDF bị khóa",
    "Learns from right texts of one office (FOLDER -o office.vnd, then vnfix --learnt "
    "office.vnd), or from decisions of the review page (decisions.json --lexicon mine.tsv, "
    "then vnfix --lexicon mine.tsv).": (
        "Học từ văn bản đúng của một cơ quan (THƯMỤC -o coquan.vnd, rồi vnfix --learnt "
        "coquan.vnd), hoặc từ các quyết định trên trang xem lại (quyetdinh.json --lexicon "
        "cuatoi.tsv, rồi vnfix --lexicon cuatoi.tsv)."
    ),
    "folders, texts and documents that are right as they are; or files of decisions": (
        "thư mục, văn bản, tài liệu đã đúng; hoặc tệp quyết định"
    ),
    "what the texts teach": "những điều học được từ văn bản",
    "lexicon to make, or to add to": "tệp từ vựng sẽ làm ra, hoặc thêm vào",
    "of texts (utf-8)": "bảng mã của văn bản (utf-8)",
    "Checks whether all that documents, scans and reviews need is installed.": (
        "Xem máy đã cài đủ những thứ cần để đọc bản quét chưa."
    ),
    'Prints what a shell needs to complete vnfix. bash: eval "$(vnfix completion bash)" in '
    "~/.bashrc; zsh: vnfix completion zsh > a folder of $fpath/_vnfix; fish: vnfix completion "
    "fish > ~/.config/fish/completions/vnfix.fish.": (
        'In đoạn mã để shell tự điền lệnh vnfix. bash: eval "$(vnfix completion bash)" trong '
        "~/.bashrc; zsh: vnfix completion zsh > một thư mục trong $fpath/_vnfix; fish: vnfix "
        "completion fish > ~/.config/fish/completions/vnfix.fish."
    ),
    "bash, zsh or fish": "bash, zsh hoặc fish",
}

_DOCTOR = {
    "ok": "có",
    "MISSING": "THIẾU",
    "installed": "đã cài",
    "loads": "nạp được",
    "numpy (the model)": "numpy (mô hình)",
    "lxml (Word, Excel, OpenDocument; hOCR and ALTO)": (
        "lxml (Word, Excel, OpenDocument; hOCR và ALTO)"
    ),
    "Jinja2 (the review page)": "Jinja2 (trang xem lại)",
    "img2pdf (images in PDFs)": "img2pdf (ảnh trong PDF)",
    "core": "lõi",
    "compiled": "đã biên dịch",
    "in Python: the same results, slower; to compile it, install again with a C compiler": (
        "bằng Python: kết quả y như vậy, chậm hơn; muốn biên dịch thì cài lại khi có trình dịch C"
    ),
    "Pillow (images, and pictures on the review page)": "Pillow (ảnh, hình trên trang xem lại)",
    "pypdfium2 (reading PDFs)": "pypdfium2 (đọc PDF)",
    "pikepdf (writing PDFs)": "pikepdf (ghi PDF)",
    "opencv-python-headless (cleaning pages)": "opencv-python-headless (làm sạch trang)",
    "tqdm (the progress bar)": "tqdm (thanh tiến độ)",
    "tesseract language {}": "tiếng {} của tesseract",
    "language model": "mô hình ngôn ngữ",
}

_SUMMARIES = {
    "a page to check the words in a browser": "trang để xem lại từng chữ bằng trình duyệt",
    "from your own texts, or from decisions": "học từ văn bản của mình, hay từ các quyết định",
    "decisions of a review page, carried out": "áp dụng các quyết định trên trang xem lại",
    "would anything change? (exit code 1 if so)": "có gì phải sửa không? (có thì mã thoát là 1)",
    "what each file is, and what ails it": "mỗi tệp là gì, hỏng thế nào",
    "is everything installed that is needed?": "máy đã cài đủ những thứ cần dùng chưa?",
    "completion for bash, zsh, fish": "tự điền lệnh cho bash, zsh, fish",
}

HELP: dict[str, str] = {
    **_TITLES,
    **_METAVARS,
    **_FILES,
    **_VIEWS,
    **_WAYS,
    **_SCANS,
    **_COMMON,
    **_COMMANDS,
    **_DOCTOR,
    **_SUMMARIES,
}
"""What is translated."""
