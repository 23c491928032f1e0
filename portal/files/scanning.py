"""Looking for malware. The setting FILE_SCANNER names a function like `eicar`; a real scanner can take its place."""

from collections.abc import Callable
from functools import cache
from typing import IO

from django.conf import settings
from django.utils.module_loading import import_string

type Scanner = Callable[[IO[bytes]], str]  # what was found, "" for nothing; raises if it cannot tell

# In two parts, so that no scanner takes this very file for infected.
SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
BLOCK = 64 * 1024


@cache
def scanner(path: str) -> Scanner:
    return import_string(path)


def finding(file: IO[bytes]) -> str:
    """What the scanner of this installation finds in a file; "" for nothing."""
    file.seek(0)
    return scanner(settings.FILE_SCANNER)(file)


def eicar(file: IO[bytes]) -> str:
    """Finds the file that every scanner is tested with, and nothing else."""
    before = b""
    while block := file.read(BLOCK):
        if SIGNATURE in before + block:
            return "EICAR"
        before = block[-len(SIGNATURE) :]
    return ""
