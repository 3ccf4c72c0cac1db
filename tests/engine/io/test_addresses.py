"""What is read from an address, and which addresses are asked at all."""

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io.addresses import is_address, join_address, read_address
from tests.engine.web_server import serve


@pytest.mark.parametrize("address", ["http://example.org/a.json", "ftp://127.0.0.1/a", "file:///etc/passwd", "https://",
                                     "http://127.0.0.1.example.org/a", "https://[half/a"])  # fmt: skip
def test_only_encrypted_addresses_are_asked(address):
    assert is_address(address)
    with pytest.raises(EoDeepError, match="must begin with https://"):
        read_address(address, 100)


def test_what_is_there_is_read_whole_or_not_at_all():
    far = "http://example.org/far"
    answers = {"/a": (200, {}, b"abc"), "/cut": (200, {"Content-Length": "9"}, b"abc"),
               "/b": (302, {"Location": "/a"}, b""), "/away": (302, {"Location": far}, b""),
               "/round": (302, {"Location": "/round"}, b"")}  # fmt: skip
    with serve(answers) as address:
        assert read_address(f"{address}/a", 3) == b"abc" == read_address(f"{address}/b", 3)
        for name, told in (("cut", "ended after 3 of 9 bytes"), ("none", "the server answers 404 Not Found"),
                           ("away", f"must begin with https://, got '{far}'"), ("round", "the server answers 302")):
            with pytest.raises(EoDeepError, match=told):
                read_address(f"{address}/{name}", 100)
        with pytest.raises(EoDeepError, match="holds more than 2e-06 MB"):
            read_address(f"{address}/a", 2)
    with pytest.raises(EoDeepError, match="cannot be reached: Connection refused"):
        read_address(f"{address}/a", 100)


def test_references_are_those_of_the_file():
    assert join_address("https://example.org/models/c.json", "./m.onnx") == "https://example.org/models/m.onnx"
    assert not is_address("C:\\models\\c.json")
