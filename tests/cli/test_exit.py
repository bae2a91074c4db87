import itertools

from callevents.cli.exit import ExitCode, first_of


def test_where_several_hold_an_interrupt_goes_first_then_usage_then_damage_then_the_finding() -> None:
    order = [130, 2, 3, 1, 0]
    for pair in itertools.combinations(order, 2):
        assert first_of(*map(ExitCode, reversed(pair))) == pair[0]


def test_without_any_reason_a_command_is_done() -> None:
    assert first_of() == 0
