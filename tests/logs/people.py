"""Names, numbers and ids for invented calls: no number here can reach a real person."""

from random import Random

AGENTS = (
    "Ana Duarte",
    "Ben Okafor",
    "Chloé Martin",
    "Dev Patel",
    "Elena Petrova",
    "Farid Haddad",
    "Grace Lin",
    "Hugo Svensson",
    "Imani Brooks",
    "Jonas Weber",
    "Keiko Tanaka",
    "Luis Romero",
)
SUPERVISORS = ("Samira Nasser", "Tom Whitfield", "Ursula Keane")
QUICK_CONNECTS = ("Billing Quick Connect", "Tier 2 Support", "Returns Desk", "Interpreter Line", "Field Service")

_AREA_CODES = ("206", "212", "303", "312", "415", "503", "617", "702")


def phone(rng: Random) -> str:
    """A number from a range kept for fiction: +1 xxx 555 01xx, or one of Ofcom's drama numbers."""
    kind = rng.random()
    if kind < 0.7:
        return f"+1{rng.choice(_AREA_CODES)}55501{rng.randrange(100):02d}"
    if kind < 0.85:
        return f"+44207946{rng.randrange(1000):04d}"
    return f"+447700900{rng.randrange(1000):03d}"


def uuid(rng: Random) -> str:
    """A random (version 4) UUID as text."""
    digits = f"{rng.getrandbits(128):032x}"
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def agent_name(number: int) -> str:
    """The display name of the agent with this number, from 0."""
    if number < len(AGENTS):
        return AGENTS[number]
    return f"{AGENTS[number % len(AGENTS)]} {number // len(AGENTS) + 1}"


def login(name: str) -> str:
    """The login that belongs to a display name: 'Ana Duarte' is 'ana.duarte'."""
    return name.lower().replace("é", "e").replace(" ", ".")


def tab(agent: str, number: int) -> str:
    """The session of one browser tab of an agent; 0 is the tab that the agent works in."""
    return f"{agent}#{number + 1}"
