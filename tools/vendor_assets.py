"""Copy what the pages and the PDFs need from node_modules into the ignored frontend/vendor; subset the icon sprite."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "frontend" / "vendor" / "static" / "vendor"
FONTS = ROOT / "frontend" / "vendor" / "fonts"
COPIES = (
    ("@tabler/core/dist/css/tabler.min.css", "tabler.min.css"),
    ("@tabler/core/dist/js/tabler.min.js", "tabler.min.js"),
    ("echarts/dist/echarts.min.js", "echarts.min.js"),
)
FAMILIES = (("noto-sans-sc", "NotoSansSC"), ("noto-serif-sc", "NotoSerifSC"))
WEIGHTS = ("400Regular", "700Bold")
NAMED = re.compile(r"""icon\s*=?\s*["']([a-z0-9-]+)["']""")


def icon_names() -> set[str]:
    """Icons that templates and code name, and those listed in frontend/icons.txt."""
    found = set((ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split())
    for folder in ("frontend", "accounts", "core", "projects", "experts", "reviews", "funding"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".py"} and "vendor" not in path.parts:
                found.update(NAMED.findall(path.read_text(encoding="utf-8")))
    return found


def subset_sprite(names: set[str]) -> str:
    """The sprite with the named symbols only. Raises SystemExit naming icons that do not exist."""
    sprite = (MODULES / "@tabler/icons-sprite/dist/tabler-sprite.svg").read_text(encoding="utf-8")
    symbols = dict(re.findall(r'(?s)<symbol id="tabler-([a-z0-9-]+)"(.*?</symbol>)', sprite))
    missing = sorted(names - set(symbols))
    if missing:
        raise SystemExit(f"No such icons: {', '.join(missing)}")
    kept = "".join(f'<symbol id="{name}"{symbols[name]}' for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{kept}</svg>'


def main() -> None:
    STATIC.mkdir(parents=True, exist_ok=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES:
        text = (MODULES / source).read_text(encoding="utf-8")
        (STATIC / target).write_text(re.sub(r"(?m)^/\*# sourceMappingURL=.*$|^//# sourceMappingURL=.*$", "", text))
    (STATIC / "icons.svg").write_text(subset_sprite(icon_names()), encoding="utf-8")
    for folder, prefix in FAMILIES:
        for weight in WEIGHTS:
            name = f"{prefix}_{weight}.ttf"
            shutil.copyfile(MODULES / "@expo-google-fonts" / folder / weight / name, FONTS / name)


if __name__ == "__main__":
    main()
