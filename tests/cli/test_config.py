"""The settings file, as the commands meet it."""

from pathlib import Path

import pytest

from callevents.cli.config import KEYS
from callevents.cli.options import ReadingOptions
from callevents.model.settings import DEFAULT_THRESHOLDS, Judging, Reading
from cli.harness import Ended, FakeAnalysis, run, run_with


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder below one that can hold the file."""
    folder = tmp_path / "team" / "today"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def settings(*options: str) -> tuple[Reading, Judging]:
    analysis = FakeAnalysis()
    ended = run_with(analysis, "notes", "a.log", *options)
    assert (ended.code, ended.err) == (0, "")
    return analysis.reading, analysis.judging


def refused(text: str | bytes, *, name: str = "callevents.toml") -> Ended:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    ended = run_with(FakeAnalysis(), "notes", "a.log", "--config", name)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, b"", 1)
    return ended


def test_the_nearest_file_above_the_working_directory_gives_the_defaults(here: Path) -> None:
    (here.parent.parent / "callevents.toml").write_text('codec = "g711"\n')
    (here.parent / "callevents.toml").write_text('codec = "g729a"\nthresholds = "loss=2/4"\n')
    assert settings()[1] == Judging("auto", "g729a", {**DEFAULT_THRESHOLDS, "loss": (2, 4)})


def test_without_a_file_all_is_as_usual(here: Path) -> None:
    assert settings() == (Reading(), Judging())


def test_an_option_on_the_command_line_wins(here: Path) -> None:
    Path("callevents.toml").write_text('codec = "g729a"\ncounters = "delta"\n')
    assert settings("--codec", "g711")[1] == Judging("delta", "g711")


def test_a_file_that_is_named_takes_the_place_of_the_one_that_is_found(here: Path) -> None:
    Path("callevents.toml").write_text('codec = "g729a"\n')
    Path("other.toml").write_text('counters = "cumulative"\n')
    assert settings("--config", "other.toml")[1] == Judging("cumulative")
    assert settings("--config", "/dev/null")[1] == Judging()


def test_every_key_can_be_set(here: Path) -> None:
    texts = {
        "thresholds": "r=85/75",
        "codec": "G729A",
        "counters": "delta",
        "time_field": "meta.at",
        "agent_field": "who",
        "session_field": "tab",
        "max_line": "1MiB",
        "tz": "Europe/Berlin",
    }
    assert set(texts) == set(KEYS)
    Path("callevents.toml").write_text("".join(f'{key} = "{text}"\n' for key, text in texts.items()))
    reading, judging = settings()
    assert reading == Reading("meta.at", "who", "tab", 1024 * 1024)
    assert judging == Judging("delta", "g729a", {**DEFAULT_THRESHOLDS, "r": (85, 75)})
    assert "08:" not in run_with(FakeAnalysis(), "notes", "a.log").text.partition("\n")[0]
    assert "Europe/Berlin" in run_with(FakeAnalysis(), "notes", "a.log").text


def test_no_key_writes_a_file_or_changes_an_exit_code() -> None:
    assert not {"rejects", "strict", "file"} & set(KEYS)
    assert set(KEYS) - {"tz"} <= set(ReadingOptions.__struct_fields__)


@pytest.mark.parametrize(
    "text",
    [
        '[callevents]\ncodec = "g729a"\n',
        'counters = "auto"\n[callevents]\ncodec = "g729a"\n',
        '[project]\nname = "x"\n[tool.callevents]\ncodec = "g729a"\n',
    ],
)
def test_the_keys_may_stand_in_a_table_of_their_own(here: Path, text: str) -> None:
    Path("settings.toml").write_text(text)
    assert settings("--config", "settings.toml")[1].codec == "g729a"


def test_a_command_that_does_not_have_an_option_does_without(here: Path) -> None:
    Path("callevents.toml").write_text('codec = "g729a"\n')
    assert run("schema").code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('codek = "g711"', 'there is no key "codek"; did you mean "codec"?'),
        ('time-field = "at"', 'there is no key "time-field"; did you mean "time_field"?'),
        ("[callevents]\nstrict = true", 'there is no key "strict"'),
        ('codec = "mp3"', 'codec: there is no "mp3"; choose one of g711-plc, g711, g729a'),
        ('thresholds = "loss=3/1"', "thresholds: the lower edge must come first for loss"),
        ("codec = true", "codec takes text in quotes"),
        ("[thresholds]\nloss = [1, 3]", "thresholds takes text in quotes"),
        ("codec = \n", "callevents.toml is not TOML: Invalid value (at line 1, column 9)"),
        (b"\xff", "callevents.toml is not TOML: "),
        ('"\\u001b[31m" = 1', 'there is no key "\\x1b[31m"'),
    ],
)
def test_a_file_that_cannot_be_understood_is_one_sentence(here: Path, text: str | bytes, says: str) -> None:
    assert says in refused(text).err


def test_a_file_that_is_not_there_is_said(here: Path) -> None:
    ended = run_with(FakeAnalysis(), "notes", "a.log", "--config", "no.toml")
    assert (ended.code, ended.err) == (2, "callevents: no.toml: No such file or directory\n")
