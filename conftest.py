"""Runs the code blocks of the documentation, each document in a directory of its own."""

from __future__ import annotations

import doctest
import os
import traceback
from doctest import ELLIPSIS
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser


def whole_message(*error: Any) -> list[str]:
    """What is printed of an exception, in one piece: of several doctest takes the last alone."""
    return ["".join(traceback.format_exception_only(*error))]


# Before Python 3.13 it would compare nothing but the last note of an exception.
vars(doctest)["traceback"] = SimpleNamespace(
    **{**vars(traceback), "format_exception_only": whole_message}
)


class SessionParser(PythonCodeBlockParser):
    """Runs the blocks marked `pycon`, which show what the interpreter answers."""

    @staticmethod
    def codeblock_parser_class(language: str, evaluator: Any) -> CodeBlockParser:
        return CodeBlockParser("pycon", evaluator)


def enter_own_directory(namespace: dict[str, Any]) -> None:
    """Work in a new directory until the end of the document."""
    directory = TemporaryDirectory()
    namespace["left_behind"] = directory, os.getcwd()
    os.chdir(directory.name)


def leave_own_directory(namespace: dict[str, Any]) -> None:
    """Go back, and remove the directory with all that the document wrote."""
    directory, before = namespace["left_behind"]
    os.chdir(before)
    directory.cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SessionParser(doctest_optionflags=ELLIPSIS)],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    setup=enter_own_directory,
    teardown=leave_own_directory,
).pytest()
