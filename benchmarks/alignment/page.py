"""A part of `alignment.compare`: the tables of compare.md, with the rows that were measured anew."""

from __future__ import annotations

from pathlib import Path

# Sections whose tables are printed under other titles: section, title in it -> printed title.
_SECTIONS = {
    "Smooth fields": "Smooth fields of 32 px: {}",
    "Blocks": "Blocks and objects shifted, 20 % of objects dropped, 10 % spurious: {}",
}


def update_page(path: Path, printed: str) -> int:
    """Replace the rows of a page's tables by those of printed tables with the same titles and first cells; how many
    changed."""
    measured = _read_rows(printed)
    lines, section, title, changed = path.read_text(encoding="utf-8").split("\n"), "", "", 0
    for number, line in enumerate(lines):
        if line.startswith("## "):
            section = title = line[3:]
        elif line.startswith("### "):
            title = line[4:]
        elif line.startswith("| "):
            row = measured.get((_SECTIONS.get(section, "{}").format(title), _name(line)), line)
            changed += row != line
            lines[number] = row
    path.write_text("\n".join(lines), encoding="utf-8")
    return changed


def _read_rows(printed: str) -> dict[tuple[str, str], str]:
    rows, title = {}, ""
    for line in printed.split("\n"):
        if line.startswith("### "):
            title = line[4:]
        elif line.startswith("| "):
            rows[title, _name(line)] = line
    return rows


def _name(row: str) -> str:
    return row.split("|")[1].strip()
