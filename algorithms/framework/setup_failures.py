"""What goes wrong while the engine is set up, and the sentence that helps."""

from __future__ import annotations

import re

from .translation import mark, tr

# What pip writes, and what a person should read instead. The first that matches counts: a lost network ends in
# "no matching distribution" too, and a full disk in anything.
_FAILURES = (
    (
        r"No space left on device|Errno 28\b|not enough space on the disk|WinError 112\b|Disk quota exceeded",
        mark(
            "The disk of '{folder}' or of the temporary folder is full; free about {needed:.0f} GB"
            " (10 GB for a CUDA build) and run this again."
        ),
    ),
    (
        r"WinError (?:1260|4551|225)\b|blocked by group policy|Application Control policy|contains a virus",
        mark("A security policy of this computer stops programs in '{folder}'; ask your administrator to allow them."),
    ),
    (
        r"ensurepip is not available|No module named '?(?:venv|ensurepip|pip)\b",
        mark(
            "The Python '{python}' cannot create environments (it has no module venv); on Debian and Ubuntu run"
            " 'sudo apt install python3-venv', elsewhere install Python from python.org, and run this again."
        ),
    ),
    (
        r"407 Proxy Authentication|Proxy Authentication Required",
        mark(
            "The network's proxy asks for a user name and password; enter them in Settings > Options > Network"
            " and run this again."
        ),
    ),
    (
        r"ProxyError|Cannot connect to proxy|Missing dependencies for SOCKS support",
        mark(
            "The proxy could not be used; check it in Settings > Options > Network (pip needs an HTTP proxy, not"
            " SOCKS)."
        ),
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError|TLS CA certificate|\[SSL:",
        mark(
            "{source} has a certificate that was not accepted, as happens behind a company's inspecting proxy;"
            " set the variable PIP_CERT to your organisation's certificate file, or use a wheelhouse folder."
        ),
    ),
    (
        r"Read timed out|ReadTimeoutError|IncompleteRead|Connection reset|ConnectionResetError"
        r"|RemoteDisconnected|DO NOT MATCH THE HASHES",
        mark("The download was interrupted; run this again, packages that were already downloaded are kept."),
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|nodename nor servname"
        r"|NewConnectionError|Failed to establish a new connection|ConnectTimeoutError|Network is unreachable"
        r"|No route to host|Connection refused",
        mark("{source} cannot be reached; check the network, or use a wheelhouse folder made on another computer."),
    ),
    (
        r"WinError 32\b|being used by another process|Text file busy",
        mark("Files in '{folder}' are in use; close other QGIS windows and run this again."),
    ),
    (
        r"Permission denied|WinError 5\b|Access is denied|Read-only file system",
        mark("'{folder}' cannot be written; check the folder's permissions."),
    ),
    (
        r"(?:No matching distribution found for|satisfies the requirement) (?P<package>[^\s(]+)",
        mark("{source} has no '{package}' for Python {version} on {platform}."),
    ),
    (
        r"MemoryError|\(-9\)|Killed",
        mark("The memory was full while packages were installed; close other programs and run this again."),
    ),
)


def explain_failure(output: str, **facts: object) -> str:
    """Put a failed program's last lines into one sentence that names the remedy.

    facts: of the set-up, which the sentences name: folder, needed (GB), python, version, source, platform.
    """
    for pattern, sentence in _FAILURES:
        found = re.search(pattern, output, re.IGNORECASE)
        if found:
            return tr(sentence).format(package=found.groupdict().get("package", ""), **facts)
    lines = output.splitlines() or [tr("no message")]
    errors = [line for line in lines if "error" in line.lower()] or lines
    return tr("Setting up the engine failed: {text}").format(text=errors[-1].strip()[:300])
