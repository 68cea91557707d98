"""From a bare Python to a running site: `python3 cmsite/bootstrap.py demo|test|bench|lint|format`.

Standard library only, and written so that an older Python can still read the file and be told
what it lacks.  The environment lives in `.venv`; a stamp in it holds the digest of the
requirements it was filled from, so that a second run starts at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"

CONVENTIONS = ["tests/test_layers.py", "tests/test_consistency.py", "tests/test_templates.py"]

# What production cannot start without; enough for `check --deploy`, which opens no connection.
PRODUCTION_ENVIRONMENT = {
    "PRODUCTION": "1",
    "SECRET_KEY": "verification-des-reglages-sans-valeur-0123456789-abcdefghijklmnop",
    "SURVEY_KEY": "verification-des-reglages-sans-valeur",
    "ALLOWED_HOSTS": "carte.example",
    "SITE_URL": "https://carte.example",
    "DATABASE_URL": "postgres://carte@127.0.0.1/carte",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "bonjour@carte.example",
}


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)


def run(label: str, command: list, **options) -> tuple[int, str]:
    """Run a command behind one line of progress; its exit code and everything it wrote."""
    say(f"→ {label} ", end="")
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **options,
        )
        while True:
            try:
                process.wait(timeout=2)
                break
            except subprocess.TimeoutExpired:
                say(".", end="")
        output.seek(0)
        text = output.read().decode(errors="replace")
    seconds = round(time.monotonic() - start)
    say(f" {'fait' if process.returncode == 0 else 'échec'} ({seconds} s)")
    return process.returncode, text


# --- Environment ------------------------------------------------------------------------------
def check_python(version: tuple = sys.version_info) -> None:
    """Exit with one line when this Python is too old for the site."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        sys.exit(
            "Il faut Python {}.{} ou plus récent (ici {}.{}). Si vous l’avez sous un autre nom : "
            "make demo PYTHON=python3.12".format(*OLDEST_PYTHON, *version[:2])
        )


def digest(requirements: str) -> str:
    """What the environment must have been filled from: the pins and the version of Python."""
    content = (ROOT / requirements).read_bytes() + repr(tuple(sys.version_info[:2])).encode()
    return hashlib.sha256(content).hexdigest()


def stamp(requirements: str) -> Path:
    return VENV / f".{requirements}.sha256"


def is_ready(requirements: str) -> bool:
    path = stamp(requirements)
    return PYTHON.exists() and path.exists() and path.read_text() == digest(requirements)


def venv_pip() -> list | None:
    """The pip of the environment, put there by ensurepip where this Python has it."""
    pip = [PYTHON, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode == 0:
        return [*pip, "install"]
    made = subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], capture_output=True)
    return [*pip, "install"] if made.returncode == 0 else None


def system_pip() -> list | None:
    """This Python’s own pip, aimed at the environment (pip 22.3 and later)."""
    command = [sys.executable, "-m", "pip", "--python", PYTHON]
    found = subprocess.run([*command, "--version"], capture_output=True)
    return [*command, "install"] if found.returncode == 0 else None


def uv() -> list | None:
    """uv where it is installed: the same packages in a few seconds."""
    path = shutil.which("uv")
    return [path, "pip", "install", "--python", PYTHON] if path else None


INSTALLERS = (uv, venv_pip, system_pip)
WITHOUT_INSTALLER = (
    "Aucun installateur de paquets Python n’a été trouvé. Sous Debian ou Ubuntu : "
    "sudo apt install python3-venv, puis relancez la commande."
)


def ensure_environment(requirements: str) -> None:
    """Create and fill `.venv` unless it already holds exactly these requirements.

    The first installer that succeeds is enough: uv does not read pip’s settings, so either may
    be the one that reaches an index on this machine.
    """
    if is_ready(requirements):
        return
    if not PYTHON.exists():
        # Without pip: where Debian lacks ensurepip a plain `venv` fails half-way.
        command = [sys.executable, "-m", "venv", "--without-pip", "--clear", VENV]
        code, text = run("Création de l’environnement Python", command)
        if code:
            sys.exit(f"{text}\n{WITHOUT_INSTALLER}")
    failure = ""
    for find in INSTALLERS:
        installer = find()
        if installer is None:
            continue
        options = ["--quiet", "--require-hashes", "--requirement", ROOT / requirements]
        code, failure = run(
            "Installation des dépendances (une minute environ, une seule fois)",
            [*installer, *options],
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
        )
        if code == 0:
            stamp(requirements).write_text(digest(requirements))
            if requirements == DEVELOPMENT:  # it contains every runtime pin
                stamp(RUNTIME).write_text(digest(RUNTIME))
            return
    sys.exit(
        f"{failure.strip()}\n\nLes dépendances n’ont pas pu être installées : voyez le message "
        "ci-dessus."
        if failure
        else WITHOUT_INSTALLER
    )


def start(command: list, **variables: str) -> None:
    """Become this command, so that Ctrl-C and the exit code are its own."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], {**os.environ, **variables})


# --- demo -------------------------------------------------------------------------------------
def check_port(text: str) -> int:
    """The port as a number, or an exit with one line when it is not one or is taken."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        sys.exit(f"« {text} » n’est pas un numéro de port : choisissez entre 1024 et 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"Le port {port} est réservé au système : choisissez-en un à partir de 1024.")
        except OSError:
            sys.exit(
                f"Le port {port} est déjà pris. Arrêtez l’autre serveur, ou choisissez un autre "
                f"port : make demo PORT={port + 1 if port < 65535 else 8000}"
            )
    return port


def demo(port: str = "8000") -> None:
    """Tables, invented people and a server on 127.0.0.1."""
    number = check_port(port)
    ensure_environment(RUNTIME)
    say("→ Démarrage (quelques secondes)")
    start(
        ["manage.py", "serve", str(number)],
        SITE_URL=f"http://127.0.0.1:{number}",
        PYTHONUNBUFFERED="1",
    )


# --- test -------------------------------------------------------------------------------------
def find_postgresql(required: bool) -> str:
    """The address of a usable PostgreSQL server, or "" with the reason said aloud."""
    probe = subprocess.run(
        [str(PYTHON), "-m", "tests.postgresql"], cwd=ROOT, capture_output=True, text=True
    )
    if probe.returncode == 0:
        return probe.stdout.strip()
    reason = probe.stderr.strip()
    if required:
        sys.exit(f"PostgreSQL est exigé (REQUIRE_ALL=1) : {reason}")
    say(f"PostgreSQL : tests NON passés. {reason}")
    return ""


def keep_bytecode() -> None:
    """Compile the libraries once, not in each process, even where no `.pyc` is wanted beside them.

    Half of what starting Django costs.
    """
    os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def test(*arguments: str) -> None:
    """pytest on SQLite, then, for tests that use a database, on PostgreSQL.

    Stops at the first run that fails.  Its last line is pytest’s own closing line.
    """
    ensure_environment(DEVELOPMENT)
    keep_bytecode()
    postgresql = find_postgresql(required=os.environ.get("REQUIRE_ALL") == "1")
    # A worker that has nothing left takes half of what waits for another.
    spread = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    command = [str(PYTHON), "-m", "pytest", *(arguments or spread)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    say("Tests sur SQLite")
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    if code or not postgresql:
        sys.exit(code)
    say("\nTests sur PostgreSQL : ceux qui se servent d’une base")
    start([*command[1:], "--database-only"], DATABASE_URL=postgresql)


# --- bench ------------------------------------------------------------------------------------
def bench() -> None:
    """Measure PARTS (all) for SIZES profiles (1000,10000,100000) on every database that answers."""
    ensure_environment(DEVELOPMENT)
    start(["-m", "tests.benchmarks"])


# --- lint and format --------------------------------------------------------------------------
def lint() -> None:
    """Every static check, to the end even when one fails."""
    ensure_environment(DEVELOPMENT)
    keep_bytecode()
    with tempfile.TemporaryDirectory() as data:
        development = {**os.environ, "DATA_DIR": data}
        production = {**development, **PRODUCTION_ENVIRONMENT}
        checks = [
            (
                "Règles Python",
                ["-m", "ruff", "check", "--output-format", "concise", "."],
                development,
            ),
            (
                "Mise en forme Python",
                ["-m", "ruff", "format", "--check", "--output-format", "concise", "."],
                development,
            ),
            ("Gabarits", ["-m", "djlint", "--lint", "--quiet", "templates"], development),
            ("Migrations à jour", ["manage.py", "makemigrations", "--check"], development),
            (
                "Réglages de production",
                ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
                production,
            ),
            (
                "Couches et conventions",
                ["-m", "pytest", "-q", *CONVENTIONS],
                development,
            ),
        ]
        failures = []
        for label, arguments, environment in checks:
            code, text = run(label, [PYTHON, *arguments], env=environment)
            if code:
                say(text)
                failures.append(label)
    if failures:
        sys.exit(f"À corriger : {', '.join(failures)}.")
    say("Tout est en ordre.")


def tidy() -> None:
    """Put Python files in the common form."""
    ensure_environment(DEVELOPMENT)
    subprocess.run([str(PYTHON), "-m", "ruff", "check", "--fix", "."], cwd=ROOT)
    start(["-m", "ruff", "format", "."])


COMMANDS = {"demo": demo, "test": test, "bench": bench, "lint": lint, "format": tidy}


def main(arguments: list[str]) -> None:
    check_python()
    parser = argparse.ArgumentParser(description="La Carte des CM", add_help=False)
    parser.add_argument("command", choices=COMMANDS)
    options, rest = parser.parse_known_args(arguments)
    try:
        COMMANDS[options.command](*rest)
    except KeyboardInterrupt:
        sys.exit("\nInterrompu.")


if __name__ == "__main__":
    main(sys.argv[1:])
