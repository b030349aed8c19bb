"""Brand files: what they may say, and what is said about a broken one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from exports.brand import DEFAULT, BrandFile, Colours, brand_of, logo_of, read_brand
from exports.contrast import contrast, mixed, on_top, readable
from model.problems import CaseProblems
from tests.conftest import ROOT

SAMPLE = ROOT / "docs" / "samples" / "brand.yaml"


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#123456").save(written, kind)
    return written.getvalue()


def codes(text: str, logo: bytes | None = None) -> dict[str, str]:
    with pytest.raises(CaseProblems) as caught:
        brand_of(text.encode(), "brand.yaml", logo)
    return {problem.field: problem.what for problem in caught.value.problems}


def test_the_sample_is_read() -> None:
    brand = read_brand(SAMPLE)
    assert (brand.name, brand.colours.primary, brand.font, brand.logo) == (
        "Example Consulting",
        "#14395B",
        "Arial",
        None,
    )
    assert set(Colours.model_fields) == {
        "primary", "accent", "positive", "negative", "neutral", "text", "background"
    }  # fmt: skip


def test_the_usual_look_would_pass_as_a_brand_file() -> None:
    assert brand_of(b"name: Plain", "brand.yaml").colours == DEFAULT.colours


def test_a_logo_lies_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "logo.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "brand.yaml").write_text("name: A\nlogo: logo.jpg\ncolours: {primary: '#36c'}\nfont: Open Sans\n")
    brand = read_brand(tmp_path / "brand.yaml")
    assert brand.logo
    assert (brand.logo.kind, brand.logo.width, brand.logo.height) == ("jpeg", 64, 32)
    assert brand.colours.primary == "#3366CC" == BrandFile(name="A", colours={"primary": "36c"}).colours.primary


def test_what_is_wrong_is_said_with_its_field() -> None:
    found = codes("name: A\ncolor: red\ncolours: {primary: red, text: '#FFFFFF'}\nfont: '<b>'")
    assert set(found) == {"color", "colours.primary", "font"}
    faint = codes("name: A\ncolours: {text: '#999999', positive: '#FFFF00'}")
    assert faint == {
        # White on #999999 is 2.85 : 1, on pure yellow 1.07 : 1 (WCAG 2 relative luminance).
        "colours.text": "`text` stands out from `background` by 2.8 : 1.",
        "colours.positive": "`positive` stands out from `background` by 1.1 : 1.",
    }
    assert set(codes("name: A\ncolours: {negative: '#2B7A9B'}")) == {"colours.negative"}
    assert "is missing" in codes("name: A\nlogo: a.png")["logo"]


@pytest.mark.parametrize(
    "logo", [b"", b"<svg/>", picture("GIF"), picture()[:60], picture(size=(8, 8)), b"x" * 2_100_000]
)
def test_a_logo_of_no_use_is_refused(logo: bytes) -> None:
    assert set(codes("name: A\nlogo: a.png", logo)) == {"logo"}


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(CaseProblems, match="cannot be read"):
        read_brand(tmp_path / "none.yaml")
    for name in ("../logo.png", "logo.svg", "logo.png"):
        (tmp_path / "brand.yaml").write_text(f"name: A\nlogo: {name}")
        with pytest.raises(CaseProblems, match=r"logo|read"):
            read_brand(tmp_path / "brand.yaml")
    (tmp_path / "brand.yaml").write_text("#" * 200_000)
    with pytest.raises(CaseProblems, match="more than"):
        read_brand(tmp_path / "brand.yaml")


def test_colours_and_how_they_are_read() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # WCAG: #767676 is the lightest that passes
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert readable("#767676", "#FFFFFF") == "#767676"
    assert contrast(readable("#FFFF00", "#FFFFFF"), "#FFFFFF") >= 4.5
    assert (on_top("#FFFF00"), on_top("#14395B")) == ("#000000", "#FFFFFF")
    assert logo_of(picture(), "logo.png").kind == "png"
