"""The compiled core: optional, on the limited API, so that one wheel serves CPython 3.11 on."""

from __future__ import annotations

import sys

from setuptools import Extension, setup

# A sum that is contracted differs in its last digit from the one that Python takes.
FLAGS = ["/O2"] if sys.platform == "win32" else ["-O3", "-std=c99", "-ffp-contract=off"]

setup(
    ext_modules=[
        Extension(
            "vndiacritics._core",
            sources=[
                f"core/{name}.c"
                for name in (
                    "beginnings",
                    "checksum",
                    "decode",
                    "gather",
                    "lines",
                    "match",
                    "module",
                    "recognise",
                    "spellings",
                )
            ],
            depends=["core/core.h"],
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            extra_compile_args=FLAGS,
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
