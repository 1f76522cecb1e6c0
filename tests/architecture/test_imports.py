"""The import contracts are not decoration: a seeded violation of each one breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("config", "frontend", "api", "reviews", "funding", "experts", "projects", "accounts", "core")
SEEDS = {
    "core/seeded.py": "import accounts.models\n",  # a floor looks up
    "projects/calls/queries.py": "import projects.pool.queries\n",  # a stage looks ahead
    "projects/pool/policy.py": "import projects.pool.services\n",  # a file does another one's job
    "projects/pool/rules.py": "import django.db.models\n",  # a rule knows the database
}


def linted(folder):
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_each_import_contract_breaks_on_a_seeded_violation(tmp_path):
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "vendor")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in SEEDS.items():
        path = tmp_path / name
        path.write_text(line + (path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")
    code, said = linted(tmp_path)
    assert code == 1
    broken = [line for line in said.splitlines() if line.endswith("BROKEN")]
    assert len(broken) == len(SEEDS), said
    for name in SEEDS:
        assert name.removesuffix(".py").replace("/", ".") in said, name
