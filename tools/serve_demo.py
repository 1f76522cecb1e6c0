"""Serve the demo: migrate, fill what is empty, run worker and web server side by side; Ctrl-C stops all of it."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from config import environment, postgres  # noqa: E402  # the path comes first

# Importing Django costs seconds, so the commands of one database role share a process.
PREPARE = {
    "owner": (("migrate", "--verbosity", "0"), ("mark_demo",)),
    "app": (("publish_policies",), ("fill_demo",)),
    "static": (("collectstatic", "--noinput", "--verbosity", "0"),),
}
STATIC = ROOT / ".data" / "static"
STATIC_STAMP = ROOT / ".data" / "static.stamp"


def prepare(part: str) -> None:
    """Run the commands of one part in this process (``serve_demo.py prepare owner``)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    environment.load_keys_file()
    if part == "owner":
        os.environ["KEHENG_DATABASE_ROLE"] = "owner"
    if part == "static":
        os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    else:
        postgres.ensure()
    import django
    from django.core.management import call_command

    django.setup()
    for name, *arguments in PREPARE[part]:
        call_command(name, *arguments)


def beginning(part: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "prepare", part], cwd=ROOT)


def finished(process: subprocess.Popen[bytes]) -> None:
    if process.wait():
        raise SystemExit(process.returncode)


def static_stamp() -> str:
    """Changes when a file that is collected changes, or the lock that names the packages with files of their own."""
    folders = (ROOT / "frontend" / "static", ROOT / "frontend" / "vendor" / "static")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted([*paths, ROOT / "requirements.txt", ROOT / "config" / "settings.py"]):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def wait_until_served(web: subprocess.Popen[bytes]) -> None:
    """Until the server answers, or has ended."""
    address = f"http://{os.environ['HOST']}:{os.environ['PORT']}/healthz"
    while web.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)


def announce(began: float) -> None:
    from accounts.sign_ins import SIGN_INS

    address = f"http://{os.environ['HOST']}:{os.environ['PORT']}"
    print(f"\nKeheng 科衡 serves on {address} ({time.monotonic() - began:.0f} s). Ctrl-C stops it.")
    print(f"Password of every sign-in name: {os.environ.get('DEMO_PASSWORD', 'keheng-demo')}")
    for each in SIGN_INS:
        print(f"  {each.name:<12} {each.what}")
    sys.stdout.flush()


def main() -> int:
    began = time.monotonic()
    environment.load_keys_file()
    started = postgres.start() if not os.environ.get("DATABASE_URL") else False
    stamp = static_stamp()
    is_collected = STATIC.exists() and STATIC_STAMP.exists() and STATIC_STAMP.read_text() == stamp
    collecting = None if is_collected else beginning("static")
    finished(beginning("owner"))
    finished(beginning("app"))
    if collecting is not None:
        finished(collecting)
        STATIC_STAMP.write_text(stamp)
    worker = [sys.executable, "manage.py", "procrastinate", "worker"]
    web = [
        sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", os.environ["HOST"],
        "--port", os.environ["PORT"], "--log-level", "warning", "--no-server-header",
    ]  # fmt: skip
    running = [subprocess.Popen(command, cwd=ROOT) for command in (web, worker)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_served(running[0])
        announce(began)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=15)
        if started:
            postgres.stop()


if __name__ == "__main__":
    os.environ.setdefault("HOST", "127.0.0.1")
    os.environ.setdefault("PORT", "8000")
    if sys.argv[1:2] == ["prepare"]:
        prepare(sys.argv[2])
    else:
        sys.exit(main())
