"""`python -m engine.networks`: real pip on wheels of our own, no network, and all that can fail."""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from engine.networks.catalog import NETWORKS, PICTURES
from engine.networks.fetch import FetchError, read_member

TOP = Path(__file__).parents[2]


def checkout_in(folder):
    """A checkout with nothing set up: the code alone."""
    package = folder / "checkout/engine/networks"
    package.mkdir(parents=True)
    for source in (TOP / "engine/networks").glob("*.py"):
        shutil.copy(source, package)
    (package.parent / "__init__.py").touch()
    (folder / "checkout/pyproject.toml").touch()
    return folder / "checkout"


def wheel(folder, name, members):
    folder.mkdir(exist_ok=True)
    distribution = name.partition("-")[0]
    info = f"{name}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        for path, data in members.items():
            archive.writestr(path, data)
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {name.partition('-')[2]}\n",
        )
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tag)
        archive.writestr(f"{info}/RECORD", "")


def set_up(checkout, wheels, *arguments):
    (checkout / "tmp").mkdir(exist_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PIP_")},
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "TMPDIR": str(checkout / "tmp"),
    }
    result = subprocess.run(
        [sys.executable, "-m", "engine.networks", *arguments],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in result.stderr
    assert list((checkout / "tmp").iterdir()) == []  # no wheel and no log left behind
    return result


def made(checkout):
    kept = (path.relative_to(checkout) for path in checkout.rglob("*") if path.is_file())
    return sorted(str(path) for path in kept if path.suffix not in {".py", ".pyc", ".toml"})


def originals():
    grace_hopper, astronaut = (p.path.read_bytes() for p in PICTURES)
    return {"matplotlib-3.10.0": grace_hopper, "scikit_image-0.25.2": astronaut}


def test_the_pictures_come_out_of_their_wheels_and_a_second_run_is_silent(tmp_path):
    checkout = checkout_in(tmp_path)
    for picture, (name, data) in zip(PICTURES, originals().items(), strict=True):
        wheel(tmp_path / "wheels", name, {picture.source.path: data})
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 2
    assert made(checkout) == [
        ".cache/pictures/astronaut.png",
        "engine/networks/grace_hopper.jpg",
    ]

    started = time.perf_counter()
    result = set_up(checkout, tmp_path / "nowhere", "--only", "pictures")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert time.perf_counter() - started < 2  # 0.1 s on an idle machine


def test_a_kept_original_is_converted_again_without_a_download(tmp_path):
    checkout = checkout_in(tmp_path)
    kept = checkout / ".cache/networks"
    kept.mkdir(parents=True)
    for network in NETWORKS:
        if not network.source_path.is_file():
            pytest.skip(f"{network.source_path.name} was not kept; delete the .onnx and set up")
        shutil.copy(network.source_path, kept)
    result = set_up(checkout, tmp_path / "nowhere", "--only", "networks")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 2
    for network in NETWORKS:
        assert network.converted.is_at(checkout / "engine/networks" / network.path.name)


def test_without_a_connection_one_line_for_each_package_says_what_to_do(tmp_path):
    checkout = checkout_in(tmp_path)
    result = set_up(checkout, tmp_path / "nowhere")
    assert (result.returncode, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    fonts = [f"fontpkg-noto-sans-{name}" for name in ("arabic", "devanagari", "tamil", "thai")]
    packages = ["mediapipe", "matplotlib", "scikit-image", "zhplot", "koreanize-matplotlib", *fonts]
    assert [line.split("==")[0] for line in lines] == packages
    assert all("check the internet connection" in line for line in lines)
    assert made(checkout) == []


def test_a_changed_file_a_damaged_wheel_and_a_bare_one_leave_nothing_behind(tmp_path):
    checkout = checkout_in(tmp_path)
    wheels = tmp_path / "wheels"
    changed = bytearray(originals()["matplotlib-3.10.0"])
    changed[1000] ^= 1
    wheel(wheels, "matplotlib-3.10.0", {PICTURES[0].source.path: bytes(changed)})
    wheel(wheels, "scikit_image-0.25.2", {"skimage/data/other.png": b""})
    wheel(wheels, "mediapipe-0.10.21", {n.source.path: b"\0" * 250_000 for n in NETWORKS})
    result = set_up(checkout, wheels)
    assert (result.returncode, result.stdout) == (1, "")
    assert "grace_hopper.jpg in matplotlib==3.10.0 is not the file that we know" in result.stderr
    assert "selfie_segmentation.tflite in mediapipe==0.10.21 is not the file" in result.stderr
    assert "scikit-image==0.25.2 is damaged" in result.stderr
    assert made(checkout) == []


def test_one_failure_does_not_keep_the_rest_from_being_made(tmp_path):
    checkout = checkout_in(tmp_path)
    data = originals()["scikit_image-0.25.2"]
    wheel(tmp_path / "wheels", "scikit_image-0.25.2", {PICTURES[1].source.path: data})
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert result.returncode == 1
    assert made(checkout) == [".cache/pictures/astronaut.png"]


def test_a_wheel_cut_short_is_a_fetch_error(tmp_path):
    member = PICTURES[0].source
    wheel(tmp_path, "matplotlib-3.10.0", {member.path: originals()["matplotlib-3.10.0"]})
    (path,) = tmp_path.glob("*.whl")
    assert member.content.is_in(read_member(path, member))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FetchError, match="damaged"):
        read_member(path, member)


def test_a_folder_that_cannot_be_written_is_one_plain_line(tmp_path):
    checkout = checkout_in(tmp_path)
    (checkout / ".cache").write_text("a file where a folder should be")
    wheel(
        tmp_path / "wheels",
        "scikit_image-0.25.2",
        {PICTURES[1].source.path: originals()["scikit_image-0.25.2"]},
    )
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert result.returncode == 1
    assert "astronaut.png could not be written" in result.stderr


def test_a_damaged_network_is_not_loaded(tmp_path):
    checkout = checkout_in(tmp_path)
    (checkout / "engine/networks/selfie_square.onnx").write_bytes(b"half a file")
    for name in ("selfie_square", "selfie_landscape"):
        code = f"from engine import networks; networks.load({name!r})"
        result = subprocess.run(
            [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True
        )
        assert "NetworksMissing" in result.stderr
        assert "make setup" in result.stderr
