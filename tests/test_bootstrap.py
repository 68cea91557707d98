"""Starting from a bare machine: what is missing is said in one line, before anything long."""

import socket
import subprocess
import sys

import pytest

from cmsite import bootstrap
from tests.sources import ROOT, imports


@pytest.fixture
def empty_environment(tmp_path, monkeypatch):
    """A `.venv` that holds an interpreter and nothing else."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "python")
    bootstrap.PYTHON.touch()
    return tmp_path


def test_it_needs_nothing_but_the_standard_library():
    modules = {module.split(".")[0] for module in imports(ROOT / "cmsite" / "bootstrap.py")}
    assert modules <= set(sys.stdlib_module_names)


def test_an_old_python_is_refused_in_one_line():
    with pytest.raises(SystemExit) as stop:
        bootstrap.check_python((3, 9, 18))
    assert stop.value.code.startswith("Il faut Python 3.11 ou plus récent (ici 3.9)")
    assert "\n" not in stop.value.code


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 00", "８０００", ""])
def test_a_port_that_is_no_port_is_refused(text):
    with pytest.raises(SystemExit) as stop:
        bootstrap.check_port(text)
    assert "n’est pas un numéro de port" in stop.value.code


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_refused_before_anything_long(address):
    with socket.socket() as other:
        other.bind((address, 0))
        other.listen()
        port = other.getsockname()[1]
        result = subprocess.run(
            [sys.executable, ROOT / "cmsite" / "bootstrap.py", "demo", str(port)],
            capture_output=True,
            text=True,
            timeout=10,
        )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Le port {port} est déjà pris.")
    assert len(result.stderr.splitlines()) == 1


def test_a_free_port_is_accepted():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert bootstrap.check_port(str(port)) == port


def test_a_filled_environment_is_left_alone(empty_environment, monkeypatch):
    bootstrap.stamp(bootstrap.RUNTIME).write_text(bootstrap.digest(bootstrap.RUNTIME))
    monkeypatch.setattr(bootstrap, "run", lambda *a, **k: pytest.fail("rien n’était à faire"))
    bootstrap.ensure_environment(bootstrap.RUNTIME)


def test_changed_requirements_are_installed_again(empty_environment, monkeypatch):
    bootstrap.stamp(bootstrap.RUNTIME).write_text("autre chose")
    monkeypatch.setattr(bootstrap, "INSTALLERS", [lambda: ["installer"]])
    monkeypatch.setattr(bootstrap, "run", lambda *a, **k: (0, ""))
    bootstrap.ensure_environment(bootstrap.RUNTIME)
    assert bootstrap.is_ready(bootstrap.RUNTIME)
    assert not bootstrap.is_ready(bootstrap.DEVELOPMENT)


def test_the_next_installer_is_tried_when_one_fails(empty_environment, monkeypatch):
    tried = []

    def run(label, command, **options):
        tried.append(command[0])
        return (1, "pas d’index") if command[0] == "uv" else (0, "")

    monkeypatch.setattr(bootstrap, "INSTALLERS", [lambda: ["uv"], lambda: None, lambda: ["pip"]])
    monkeypatch.setattr(bootstrap, "run", run)
    bootstrap.ensure_environment(bootstrap.DEVELOPMENT)
    assert tried == ["uv", "pip"]
    assert bootstrap.is_ready(bootstrap.RUNTIME), "les outils contiennent l’exécution"


def test_a_failed_installation_is_told_and_tried_again_next_time(empty_environment, monkeypatch):
    monkeypatch.setattr(bootstrap, "INSTALLERS", [lambda: ["pip"]])
    monkeypatch.setattr(bootstrap, "run", lambda *a, **k: (1, "No matching distribution"))
    with pytest.raises(SystemExit) as stop:
        bootstrap.ensure_environment(bootstrap.RUNTIME)
    assert "No matching distribution" in stop.value.code
    assert not bootstrap.is_ready(bootstrap.RUNTIME)


def test_without_any_installer_the_debian_package_is_named(empty_environment, monkeypatch):
    monkeypatch.setattr(bootstrap, "INSTALLERS", [lambda: None])
    with pytest.raises(SystemExit) as stop:
        bootstrap.ensure_environment(bootstrap.RUNTIME)
    assert "sudo apt install python3-venv" in stop.value.code
    assert "\n" not in stop.value.code


def test_production_settings_of_the_check_name_everything_required():
    """`check --deploy` must fail on the code, never on a variable we forgot to give it."""
    import re

    text = (ROOT / "cmsite" / "settings.py").read_text()
    required = set(re.findall(r'(?:required|secret)\("(\w+)"', text))
    assert required <= set(bootstrap.PRODUCTION_ENVIRONMENT)
