"""The code tables of the old Vietnamese 8-bit encodings, as facts.

A row holds one vowel: its code without a tone, then with acute, grave, hook above, tilde and dot
below; ``--`` where the encoding has no code. Codes are hexadecimal bytes. A text layer or a file
read as Windows-1252 shows each byte as the character of that code page.

Sources, two for each table, which agree:

- TCVN3 (the ABC fonts, `.VnTime`): the lower-case half of the standard TCVN 5712:1993, as in GNU
  iconv's ``TCVN5712-1``; UniKey's converter. Capitals that carry a tone have no code.
- VISCII: RFC 1456; GNU iconv's ``VISCII``.
- VPS: UniKey's converter; the code table of the Vietnamese Professionals Society as reprinted in
  comparisons of Vietnamese encodings. Capitals that share the code of their small letter (``Ạ``
  ``Ặ`` ``Ẫ`` ``Ậ`` …) are told apart by their neighbours; their codes among the control characters,
  which only plain text files had, are left out because the sources differ about them.
- VNI-Windows: UniKey's converter; xvnkb. A letter is its base and a byte for the marks.
"""

from __future__ import annotations

ENCODINGS = (
    *("tcvn3", "vni", "viscii", "vps", "viqr", "cp1258"),
    *("utf-8-as-cp1252", "utf-8-as-cp1258", "utf-8-as-cp1252-twice", "utf-8-as-cp1258-twice"),
)
"""Every encoding that can be read and written, by the name that options and reports use."""

TCVN3 = """
a 61 B8 B5 B6 B7 B9
ă A8 BE BB BC BD C6
â A9 CA C7 C8 C9 CB
e 65 D0 CC CE CF D1
ê AA D5 D2 D3 D4 D6
i 69 DD D7 D8 DC DE
o 6F E3 DF E1 E2 E4
ô AB E8 E5 E6 E7 E9
ơ AC ED EA EB EC EE
u 75 F3 EF F1 F2 F4
ư AD F8 F5 F6 F7 F9
y 79 FD FA FB FC FE
đ AE
Ă A1 -- -- -- -- --
Â A2 -- -- -- -- --
Ê A3 -- -- -- -- --
Ô A4 -- -- -- -- --
Ơ A5 -- -- -- -- --
Ư A6 -- -- -- -- --
Đ A7
"""

VISCII = """
a 61 E1 E0 E4 E3 D5
ă E5 A1 A2 C6 C7 A3
â E2 A4 A5 A6 E7 A7
e 65 E9 E8 EB A8 A9
ê EA AA AB AC AD AE
i 69 ED EC EF EE B8
o 6F F3 F2 F6 F5 F7
ô F4 AF B0 B1 B2 B5
ơ BD BE B6 B7 DE FE
u 75 FA F9 FC FB F8
ư DF D1 D7 D8 E6 F1
y 79 FD CF D6 DB DC
đ F0
A 41 C1 C0 C4 C3 80
Ă C5 81 82 02 05 83
Â C2 84 85 86 06 87
E 45 C9 C8 CB 88 89
Ê CA 8A 8B 8C 8D 8E
I 49 CD CC 9B CE 98
O 4F D3 D2 99 A0 9A
Ô D4 8F 90 91 92 93
Ơ B4 95 96 97 B3 94
U 55 DA D9 9C 9D 9E
Ư BF BA BB BC FF B9
Y 59 DD 9F 14 19 1E
Đ D0
"""

VPS = """
a 61 E1 E0 E4 E3 E5
ă E6 A1 A2 A3 A4 A5
â E2 C3 C0 C4 C5 C6
e 65 E9 E8 C8 EB CB
ê EA 89 8A 8B CD 8C
i 69 ED EC CC EF CE
o 6F F3 F2 D5 F5 86
ô F4 D3 D2 B0 87 B6
ơ D6 A7 A9 AA AB AE
u 75 FA F9 FB DB F8
ư DC D9 D8 BA BB BF
y 79 9A FF 9B CF 9C
đ C7
A 41 C1 80 81 82 E5
Ă 88 8D 8E 8F F0 A5
Â C2 83 84 85 C5 C6
E 45 C9 D7 DE FE CB
Ê CA 90 93 94 95 8C
I 49 B4 B5 B7 B8 CE
O 4F B9 BC BD BE 86
Ô D4 96 97 98 99 B6
Ơ F7 9D 9E 9F A6 AE
U 55 DA A8 D1 AC F8
Ư D0 AD AF B1 BB BF
Y 59 DD B2 FD B3 9C
Đ F1
"""

VNI_MARKS = """
\u0301 F9 \u0300 F8 \u0309 FB \u0303 F5 \u0323 EF
\u0302 E2 \u0302\u0301 E1 \u0302\u0300 E0 \u0302\u0309 E5 \u0302\u0303 E3 \u0302\u0323 E4
\u0306 EA \u0306\u0301 E9 \u0306\u0300 E8 \u0306\u0309 FA \u0306\u0303 FC \u0306\u0323 EB
"""
"""VNI-Windows: the byte after a small base letter, for each row of marks; capitals 20 less."""

VNI_LETTERS = "ơ F4 ư F6 đ F1 í ED ì EC ỉ E6 ĩ F3 ị F2 ỵ EE"
"""VNI-Windows: small letters with a byte of their own; capitals 20 less."""
