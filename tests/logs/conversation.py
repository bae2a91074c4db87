"""What is said in an invented call: dialogues of a contact centre, as long as the call needs them."""

from dataclasses import dataclass
from random import Random

AGENT, CUSTOMER = "Agent", "Customer"
Turn = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason to call: what the customer wants, question-and-answer pairs, and what the agent writes about it."""

    problem: str
    pairs: tuple[tuple[str, str], ...]
    note: str
    flag: str
    answer: str


TOPICS = (
    Topic(
        "Hi, my parcel was due on {day} and it still isn't here. The order is {order}.",
        (
            ("I'm sorry about that. Let me look up order {order} for you.", "Thank you, I'd appreciate that."),
            ("It left our warehouse on {day} and the carrier has it. Was anyone at home?", "I was at home all day."),
            ("The driver noted that no one answered. Is the bell working?", "Yes, it works. Nobody rang, I'm sure."),
            ("I can ask for a second delivery or send it to a pickup point.", "A second delivery would be better."),
            ("Would tomorrow between nine and noon suit you?", "Yes, I can make that work."),
            ("I have booked it. You will get a text message in the morning.", "Great, that's all I needed."),
        ),
        "Order {order}: second delivery booked, customer was at home on {day}.",
        "The customer wants the delivery fee of ${amount} back.",
        "You can refund the fee, I have approved it.",
    ),
    Topic(
        "Good morning, I was charged ${amount} twice this month.",
        (
            ("Let me open your bill. Can you confirm the postcode on the account?", "It's the one ending in four two."),
            ("I see two payments of ${amount}, one on {day}.", "Right, and I only agreed to one of them."),
            ("The second one looks like a retry by the bank.", "So it isn't something I did?"),
            ("No, it's on our side. I'll start a refund now.", "How long does that usually take?"),
            ("Three to five working days, to the same card.", "Okay, that's acceptable."),
            ("I'll also remove the late fee that came with it.", "Oh, I hadn't even noticed that one, thanks."),
        ),
        "Charged twice (${amount}); refund started, late fee removed.",
        "Customer was charged twice and wants a credit note, is that allowed over ${amount}?",
        "Yes, a credit note is fine in this case.",
    ),
    Topic(
        "Hello, my internet has been down since {day} and I work from home.",
        (
            ("I'm sorry, let me run a line test. Is the router switched on?", "Yes, but there's a red light on it."),
            ("Could you hold the reset button for ten seconds?", "Okay, doing that now. The lights went off."),
            ("It should come back in about two minutes.", "It's blinking green now."),
            ("I can see it online again. Could you open any page?", "It loads, but it's rather slow."),
            ("The line shows some noise, I'd like to send a technician.", "Can they come before the weekend?"),
            ("There is a free slot on {day}, in the afternoon.", "Perfect, please book that."),
        ),
        "Line noise after a router reset, technician booked for {day}.",
        "Third outage this month, the customer asks to leave the contract early.",
        "Offer them one month free first, then transfer to me.",
    ),
    Topic(
        "Hi there, I can't log in. It says my account is locked.",
        (
            ("I can help with that. What's the e-mail address on the account?", "It's my work address."),
            ("Thanks. I've sent you a code, could you read it to me?", "One moment... it's four, nine, one, seven."),
            ("That matches. Someone tried a wrong password five times on {day}.", "That could have been my son."),
            ("I've unlocked it. Please choose a new password now.", "Okay... done, it let me in."),
            ("Do you see your orders as well?", "Yes, I see them, including {order}."),
            ("I'd suggest turning on two-step sign-in.", "Good idea, I'll do it tonight."),
        ),
        "Account unlocked after five wrong passwords; customer verified by code.",
        "I can't verify the customer by e-mail, may I use the last order instead?",
        "Use the last order and the postcode, both must match.",
    ),
    Topic(
        "Hello, I'd like to move my appointment on {day}, please.",
        (
            ("Of course. Which clinic is it?", "The one at Harbour Street."),
            ("I have mornings from Tuesday on, or a late slot.", "The late slot would be ideal."),
            ("That is at twenty past five. Shall I take it?", "Yes, please take that one."),
            ("Do you need an interpreter or step-free access?", "No, neither, thank you for asking."),
            ("Please bring the form that we sent you.", "I never got a form, actually."),
            ("I'll send it again by e-mail, it's one page.", "Wonderful, I'll look out for it."),
        ),
        "Appointment moved from {day} to a late slot, form sent again.",
        "No slot left this week, but the customer says that it is urgent.",
        "Use one of the emergency slots on {day}.",
    ),
    Topic(
        "Hi, I want to cancel my subscription before it renews.",
        (
            ("I'm sorry to hear that. May I ask what went wrong?", "It got too expensive, {amount} a month is a lot."),
            ("There's a smaller plan for half of that.", "Does it still include the café discounts?"),
            ("It does, but not the free delivery.", "Hmm. I rarely use that anyway."),
            ("I could switch you today, no notice needed.", "And I could still cancel later?"),
            ("At any time, until the day before it renews.", "Then let's try the smaller plan."),
            ("Done. You'll pay the new price from {day} on.", "That's fair, thank you."),
        ),
        "Wanted to cancel, moved to the smaller plan from {day}.",
        "The customer asks for the last ${amount} back as well.",
        "Half of it, as a gesture. Please note it on the case.",
    ),
)

FILLERS = (
    ("Thank you for waiting.", "No problem at all."),
    ("Is this the best number to reach you?", "Yes, it is, any time after ten."),
    ("Could you spell the street name for me?", "It's M, A, P, L, E, then Lane."),
    ("I'm just making a note of that.", "Sure, take your time."),
    ("Let me read that back to you.", "That's right, yes."),
    ("The system is a little slow today, bear with me.", "Oh, I know the feeling."),
    ("May I ask how you heard about us?", "A colleague told me."),
    ("Would you like that in writing as well?", "Yes, please, by e-mail."),
)
SUPERVISOR_LINES = (
    "Hello, this is the supervisor, I'm joining to help.",
    "I've approved it, you will see it today.",
)
GREETING_BOT = "Welcome. This call may be recorded. Please tell me in a few words why you are calling."

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def slots(rng: Random) -> dict[str, str]:
    """The facts of one call, to be put into the lines of its topic."""
    return {
        "order": f"{rng.randrange(100_000, 999_999)}",
        "day": rng.choice(_DAYS),
        "amount": f"{rng.randrange(9, 240)}",
    }


def dialogue(rng: Random, topic: Topic, facts: dict[str, str], turns: int, agent: str) -> list[Turn]:
    """At most `turns` utterances as (role, text): a greeting, the problem, the talk about it, and a goodbye."""
    opening = [(AGENT, f"Thank you for calling, this is {agent}. How can I help?"), (CUSTOMER, topic.problem)]
    closing = [(AGENT, "Is there anything else I can do for you?"), (CUSTOMER, "No, that's all. Goodbye.")]
    pairs = list(topic.pairs)
    wanted = max(0, turns - len(opening) - len(closing)) // 2
    while len(pairs) < wanted:
        pairs.insert(rng.randrange(1, len(pairs)), rng.choice(FILLERS))
    middle = [turn for ask, reply in pairs[:wanted] for turn in ((AGENT, ask), (CUSTOMER, reply))]
    return [(role, text.format(**facts)) for role, text in (*opening, *middle, *closing)][:turns]
