"""What set-up fetches: which file of which published package, how it is known, where it goes.

Owns the pins and hashes and the two places on disk. Imports nothing heavy, so that a look whether
all is there costs nothing; knows nothing of downloading or converting.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

_HERE: Final = Path(__file__).resolve().parent
_TOP: Final = _HERE.parents[1]


def _is_checkout() -> bool:
    return (_TOP / "pyproject.toml").is_file()


def cache_folder() -> Path:
    """`.cache` at the top of the checkout; the user's cache folder under an installed wheel."""
    return _TOP / ".cache" if _is_checkout() else platformdirs.user_cache_path("backdrop")


@dataclass(frozen=True)
class Wheel:
    """A published wheel; platform and Python version are always named, whatever Python runs.

    What is taken out of it is data and the same in the wheels of all systems.
    """

    requirement: str
    platform: str
    size_mb: int
    python_version: str = "3.12"


@dataclass(frozen=True)
class Content:
    """A file by what is in it."""

    size_bytes: int
    sha256: str

    def is_in(self, data: bytes) -> bool:
        return len(data) == self.size_bytes and hashlib.sha256(data).hexdigest() == self.sha256

    def is_at(self, path: Path) -> bool:
        """Whether that file is there, whole, and this one."""
        try:
            return path.stat().st_size == self.size_bytes and self.is_in(path.read_bytes())
        except OSError:  # absent or unreadable: it is fetched anew, and saving tells why not
            return False


@dataclass(frozen=True)
class Member:
    """A file inside a wheel."""

    wheel: Wheel
    path: str
    content: Content


@dataclass(frozen=True)
class Network:
    """A network: what it is made from, and what the conversion gives.

    The conversion is deterministic: a file with another hash was made by an older converter.
    """

    name: str
    source: Member
    converted: Content

    @property
    def path(self) -> Path:
        return _HERE / f"{self.name}.onnx"

    @property
    def source_path(self) -> Path:
        """Where the original is kept, so that a changed converter needs no second download."""
        return cache_folder() / "networks" / f"{self.name}.tflite"


@dataclass(frozen=True)
class Picture:
    """A public-domain portrait: the one of the sample clip, which a wheel of ours has too, or one
    for tests alone."""

    name: str
    title: str
    source: Member
    is_packed: bool = False

    @property
    def path(self) -> Path:
        folder = _HERE if self.is_packed else cache_folder() / "pictures"
        return folder / (self.name + Path(self.source.path).suffix)


@dataclass(frozen=True)
class Font:
    """A font or its licence, for titles in scripts that few machines have a font for.

    Not committed because of its size; part of a wheel of ours.
    """

    title: str
    source: Member
    name: str

    @property
    def path(self) -> Path:
        return _HERE.parent / "fonts" / self.name


_MEDIAPIPE: Final = Wheel("mediapipe==0.10.21", "manylinux_2_28_x86_64", 36)
_MATPLOTLIB: Final = Wheel("matplotlib==3.10.0", "manylinux2014_x86_64", 9)
_SCIKIT_IMAGE: Final = Wheel("scikit-image==0.25.2", "manylinux2014_x86_64", 15)
_KOREANIZE: Final = Wheel("koreanize-matplotlib==0.1.1", "any", 13)
_NOTO_ARABIC: Final = Wheel("fontpkg-noto-sans-arabic==2.12", "any", 1)
_NOTO_DEVANAGARI: Final = Wheel("fontpkg-noto-sans-devanagari==2.7", "any", 1)
_NOTO_TAMIL: Final = Wheel("fontpkg-noto-sans-tamil==2.4", "any", 1)
_NOTO_THAI: Final = Wheel("fontpkg-noto-sans-thai==2.2", "any", 1)
_ZHPLOT: Final = Wheel("zhplot==1.0.0", "any", 6)

NETWORKS: Final = (
    Network(
        "selfie_square",
        Member(
            _MEDIAPIPE,
            "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
            Content(249_505, "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"),
        ),
        Content(436_015, "2e9d7d4625c48bae63885767cbe78cd5183c9e7ec4fb1068af5501a03e95cc07"),
    ),
    Network(
        "selfie_landscape",
        Member(
            _MEDIAPIPE,
            "mediapipe/modules/selfie_segmentation/selfie_segmentation_landscape.tflite",
            Content(250_145, "a77d03f4659b9f6b6c1f5106947bf40e99d7655094b6527f214ea7d451106edd"),
        ),
        Content(436_023, "c3eb695fbeca6a10935554a96082482bcccd6b33b6f0a22dcd96198817b72753"),
    ),
)

PICTURES: Final = (
    # Official portrait by James S. Davis, US Navy, 1984: a work of the US government.
    Picture(
        "grace_hopper",
        "portrait of Grace Hopper",
        Member(
            _MATPLOTLIB,
            "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
            Content(61_306, "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130"),
        ),
        is_packed=True,
    ),
    # Eileen Collins, NASA: a work of the US government.
    Picture(
        "astronaut",
        "portrait of Eileen Collins",
        Member(
            _SCIKIT_IMAGE,
            "skimage/data/astronaut.png",
            Content(791_555, "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"),
        ),
    ),
)

FONTS: Final = (
    # DejaVu Sans: Latin, Greek, Cyrillic, Hebrew, Armenian, Georgian; its own free licence.
    Font(
        "DejaVu Sans font",
        Member(
            _MATPLOTLIB,
            "matplotlib/mpl-data/fonts/ttf/DejaVuSans-Bold.ttf",
            Content(704_128, "b184b89e3c1075f22f6b71575b6fc20d4972b3cfd3b23322ca6fd596dcaef167"),
        ),
        "DejaVuSans-Bold.ttf",
    ),
    Font(
        "DejaVu Sans font's licence",
        Member(
            _MATPLOTLIB,
            "matplotlib/mpl-data/fonts/ttf/LICENSE_DEJAVU",
            Content(4_816, "d75938dec098f06f0ac3c00853065d94f020be1c3c62ef1dc2975ba15b4d9b0e"),
        ),
        "LICENSE_DEJAVU.txt",
    ),
    # Noto Sans SC, SIL Open Font License 1.1: Chinese, Latin, Greek, Cyrillic and kana.
    Font(
        "Noto Sans SC font",
        Member(
            _ZHPLOT,
            "zhplot/fonts/NotoSansSC-Regular.ttf",
            Content(10_560_616, "5cf8b2a0576d5680284ab03a7a8219499d59bbe981a79bb3dc0031f251c39736"),
        ),
        "NotoSansSC-Regular.ttf",
    ),
    Font(
        "Noto Sans SC font's licence",
        Member(
            _ZHPLOT,
            "zhplot/fonts/OFL.txt",
            Content(4_387, "89fcb7c3bdcfafb48be9a4428f4e9f4fdbb914b8d491dc3545121715aa3d211b"),
        ),
        "OFL.txt",
    ),
    # Nanum Gothic, SIL Open Font License 1.1: Korean. Its notice stands in NOTICE.
    Font(
        "Nanum Gothic font",
        Member(
            _KOREANIZE,
            "koreanize_matplotlib/fonts/NanumGothicBold.ttf",
            Content(4_642_244, "454eb3f503f377782a99eb84fc4bb7dde22a0f075d41b47427737f2985053bc9"),
        ),
        "NanumGothicBold.ttf",
    ),
    # Noto Sans of other scripts, SIL Open Font License 1.1; variable in weight.
    Font(
        "Noto Sans Arabic font",
        Member(
            _NOTO_ARABIC,
            "fontpkg_noto_sans_arabic/files/NotoSansArabic[wdth,wght].ttf",
            Content(844_676, "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e"),
        ),
        "NotoSansArabic.ttf",
    ),
    Font(
        "Noto Sans Arabic font's licence",
        Member(
            _NOTO_ARABIC,
            "fontpkg_noto_sans_arabic/LICENSE",
            Content(4_382, "07fc70bfeb985cc1a87a8587d0a0c80bab11c86c9dc3fd95b6f0cb332f983e96"),
        ),
        "OFL-Arabic.txt",
    ),
    Font(
        "Noto Sans Devanagari font",
        Member(
            _NOTO_DEVANAGARI,
            "fontpkg_noto_sans_devanagari/files/NotoSansDevanagari[wdth,wght].ttf",
            Content(641_944, "14ec4af41f27482216d1c2229f417ff9b1425e1babb014e57d1d40d03229853e"),
        ),
        "NotoSansDevanagari.ttf",
    ),
    Font(
        "Noto Sans Devanagari font's licence",
        Member(
            _NOTO_DEVANAGARI,
            "fontpkg_noto_sans_devanagari/LICENSE",
            Content(4_386, "a216f6f8d85c7228093e0ee5e258d9d377e6671f68acb4db1930b29583d0f331"),
        ),
        "OFL-Devanagari.txt",
    ),
    Font(
        "Noto Sans Tamil font",
        Member(
            _NOTO_TAMIL,
            "fontpkg_noto_sans_tamil/files/NotoSansTamil[wdth,wght].ttf",
            Content(340_668, "aa3a9b321f4b0bb2c40203ffbde9af89713227866e0e13f76e5b9eeea727cf88"),
        ),
        "NotoSansTamil.ttf",
    ),
    Font(
        "Noto Sans Tamil font's licence",
        Member(
            _NOTO_TAMIL,
            "fontpkg_noto_sans_tamil/LICENSE",
            Content(4_381, "f8ff8ce7d0a81bf8d5e121c635ef027250c531f2fd37d5988b8dd6e45f19d7f1"),
        ),
        "OFL-Tamil.txt",
    ),
    Font(
        "Noto Sans Thai font",
        Member(
            _NOTO_THAI,
            "fontpkg_noto_sans_thai/files/NotoSansThai[wdth,wght].ttf",
            Content(218_652, "5a1c559bb539583c8a1fd99d1c5b9491e5e14478c9cd2bd0970d5c3096cc9ef8"),
        ),
        "NotoSansThai.ttf",
    ),
    Font(
        "Noto Sans Thai font's licence",
        Member(
            _NOTO_THAI,
            "fontpkg_noto_sans_thai/LICENSE",
            Content(4_380, "2e98fd23a52d253db8612cd5942c8f2ff4111b21d2367050fdca91d8ccc374a0"),
        ),
        "OFL-Thai.txt",
    ),
)
