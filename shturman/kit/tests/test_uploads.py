import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shturman.kit.errors import Refused
from shturman.kit.uploads import checked_name


@pytest.mark.parametrize(
    "name", ["evil.exe", "evil.exe.", "evil.EXE ", "evil.exe. . ", "evil.exe\u00a0", "evil.scr", "счёт.pdf.pif", "a.CPL", ".exe"]
)
def test_it_keeps_no_program_however_its_ending_is_hidden(name: str) -> None:
    upload = SimpleUploadedFile("file", b"MZ")
    upload._name = name  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        checked_name(upload, "file")


@pytest.mark.parametrize("name", ["счёт.pdf", "exe", "план.exe.pdf", "договор 5."])
def test_it_keeps_documents(name: str) -> None:
    assert checked_name(SimpleUploadedFile(name, b"%PDF"), "file") == name
