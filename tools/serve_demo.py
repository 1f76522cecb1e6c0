"""Serve the demo: migrate, fill what is empty, run worker and web server side by side; Ctrl-C stops all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from config import environment, postgres  # noqa: E402  # the path comes first

PREPARE = (
    ("migrate", "--verbosity", "0"),
    ("mark_demo",),
    ("publish_policies",),
    ("fill_demo",),
    ("collectstatic", "--noinput", "--verbosity", "0"),
)


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


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
    for command in PREPARE:
        manage(*command)
    worker = [sys.executable, "manage.py", "procrastinate", "worker"]
    web = [
        sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", os.environ["HOST"],
        "--port", os.environ["PORT"], "--log-level", "warning", "--no-server-header",
    ]  # fmt: skip
    running = [subprocess.Popen(command, cwd=ROOT) for command in (web, worker)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
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
    sys.exit(main())
