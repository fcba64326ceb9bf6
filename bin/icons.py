"""Draw static/icons.svg: the Tabler icons named in bin/icons.txt, as one sprite.

Needs npm for the download. To add an icon: add its name to the list, then `make icons`.
"""

import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

PACKAGE = "@tabler/icons@3.51.0"
BIN = Path(__file__).resolve().parent
SPRITE = BIN.parent / "static" / "icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
LICENCE = (
    "Tabler Icons 3.51.0, Copyright (c) 2020-2026 Paweł Kuna, MIT licence, https://tabler.io/icons"
)


def symbol(name: str, source: bytes) -> str:
    """One icon file as a <symbol>, without the empty frame that every file begins with."""
    shapes = []
    for shape in ET.fromstring(source):
        if shape.get("d") == "M0 0h24v24H0z":
            continue
        attributes = "".join(f' {key}="{value}"' for key, value in shape.attrib.items())
        shapes.append(f"<{shape.tag.removeprefix(SVG)}{attributes}/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def sprite(names: list[str], package: Path) -> str:
    """The whole sprite. Raises KeyError for a name that the package lacks."""
    with tarfile.open(package) as archive:
        symbols = []
        for name in names:
            member = archive.extractfile(f"package/icons/outline/{name}.svg")
            if member is not None:
                symbols.append(symbol(name, member.read()))
    return "\n".join(
        [f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {LICENCE} -->', *symbols, "</svg>\n"]
    )


def main() -> None:
    names = sorted(set((BIN / "icons.txt").read_text().split()))
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        [package] = Path(folder).glob("*.tgz")
        SPRITE.write_text(sprite(names, package))
    print(f"{SPRITE.name}: {len(names)} icons")  # noqa: T201  a command speaks to its user


if __name__ == "__main__":
    main()
