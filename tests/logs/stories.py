"""The calls of sample_logs/stories.ndjson: one Monday morning, each call with something to tell."""

from random import Random

from logs.audio import Line
from logs.events import Event
from logs.script import Script, play

LOST_PARCEL = Script(
    "Ana Duarte",
    "2026-03-02T09:02:11+00:00",
    "inbound",
    "+12065550143",
    """
    0:00 callstarted
    0:06 callconnected
    0:09 Agent: Good morning, thank you for calling Northwind Home, this is Ana. How can I help?
    0:15 Customer: Hi Ana, my desk lamp was due on Friday and it still isn't here.
    0:22 Agent: I'm sorry about that. Could you give me the order number?
    0:28 Customer: Sure, it's 481 516.
    0:34 Agent: Thank you. It reached the depot on Thursday, and then the label could not be read.
    0:43 Customer: So it's just lying there?
    0:47 Agent: I'm afraid so. I can send a new one today, by express.
    0:54 Customer: That would be great, if it doesn't cost extra.
    1:00 Agent: The lamp is free of course. Only for the express, may I take four dollars by card?
    1:08 Customer: Fine, I'll read you the number.
    1:11 pauserecording
    1:49 resumerecording
    1:53 Agent: Thank you, that went through. One moment, I'm closing the door, it's loud here.
    2:00 mute
    2:09 unmute
    2:12 Agent: There we are. It leaves the warehouse tonight.
    2:18 Customer: Wonderful, thanks for sorting it out so quickly.
    2:24 Agent: You're welcome. Have a nice week!
    2:28 Customer: You too, bye.
    2:31 callended
    2:38 note Agent: Order 481516: label unreadable at the depot, new lamp sent by express, $4 paid by card.
    3:02 wrapupended
    """,
)

BREAKING_UP = Script(
    "Ben Okafor",
    "2026-03-02T09:20:40+00:00",
    "inbound",
    "+442079460958",
    """
    0:00 callstarted
    0:11 callconnected
    0:14 Agent: Hello, this is Ben at Northwind Home. What can I do for you?
    0:20 Customer: Hello, I'd like to change the delivery address of my order.
    0:27 Agent: Of course. Can I have the order number and the new address?
    0:35 Customer: It's 732 004, and the address is 18 Mill Lane, flat three.
    0:46 Agent: Eighteen Mill Lane. Was that flat two or flat three?
    0:52 Customer: Sorry, you cut out for a moment. What did you say?
    1:00 Agent: Flat two or flat three?
    1:05 Customer: Three. Are you on a train? The sound comes and goes.
    1:15 Agent: No, I'm in the office. Let me try the other headset.
    1:20 mute
    1:33 unmute
    1:36 Agent: Is this any better?
    1:44 Customer: Hello? You're breaking up, I can only hear every second word.
    1:58 Agent: I said, is this any better?
    2:10 Customer: I'm sorry, I can't understand you any more.
    2:22 Agent: I'll call you back in a few minutes. Call you back, yes?
    2:33 Customer: Hello? Hello?
    2:41 callended
    2:50 note Agent: Very bad line, cut short. Address still to be changed: 18 Mill Lane, flat 3? Call back.
    3:05 wrapupended
    """,
    line=lambda minute: Line(0.004 + 0.045 * minute, 12 + int(45 * minute), 110 + int(190 * minute)),
)

NO_ANSWER = Script(
    "Ben Okafor",
    "2026-03-02T09:27:03+00:00",
    "outbound",
    "+442079460958",
    """
    0:00 callstarted
    0:32 callended
    0:40 wrapupended
    """,
)

CALL_BACK = Script(
    "Ben Okafor",
    "2026-03-02T09:41:30+00:00",
    "Callback",
    "+442079460958",
    """
    0:00 callstarted
    0:09 callconnected
    0:12 Agent: Hello, it's Ben from Northwind Home again. Can you hear me well now?
    0:18 Customer: Oh yes, that's much better. I was out in the garden just now, sorry.
    0:25 Agent: No problem. I only need to know: Mill Lane 18, flat two or flat three?
    0:32 Customer: Flat three.
    0:36 Agent: Thank you, it's changed. You'll get a confirmation by e-mail.
    0:43 Customer: Lovely. Thanks for calling back!
    0:49 callended
    0:55 note Agent: Address of 732004 changed to 18 Mill Lane, flat 3.
    1:01 wrapupended
    """,
)

THREE_WAY = Script(
    "Elena Petrova",
    "2026-03-02T10:05:18+00:00",
    "inbound",
    "+13125550177",
    """
    0:00 callstarted
    0:08 callconnected
    0:11 Agent: Northwind Home, this is Elena. How may I help you?
    0:17 Customer: Hi. My heat pump shows error E 17 since last night.
    0:24 Agent: I see. Is it still heating the water?
    0:29 Customer: No, everything is cold, and we have a baby here.
    0:36 Agent: Then let's not lose time. I'll ask our technicians, may I put you on hold?
    0:43 Customer: Yes, please.
    0:46 hold
    0:52 participantadded: Tier 2 Support
    0:57 Agent: Hi, Elena here. I've a customer with E 17 on a heat pump, no hot water.
    1:18 Agent: The serial number? I'll ask.
    1:22 swap
    1:26 Agent: Thank you for waiting. Could you read me the serial number on the left side?
    1:40 Customer: It's H P, nine, zero, zero, two, seven.
    1:52 Agent: Perfect. One more moment, please.
    1:55 swap
    2:00 Agent: It's H P nine zero zero two seven. Could you tell her yourself? I'll bring you together.
    2:10 conference
    2:14 Agent: Now we're all on the line.
    2:19 Customer: Hello, good morning.
    2:33 Customer: The reset switch? Behind the cover, okay, I've got it.
    2:58 Customer: The light went green! And I hear the pump.
    3:10 Agent: That sounds good. Thanks to our technician.
    3:16 participantremoved: Tier 2 Support
    3:20 Agent: I'd like to check who could come to you if it fails again. Half a minute?
    3:27 Customer: Of course.
    3:29 hold
    3:58 resume
    4:02 Agent: Thanks for waiting. If it comes back, ask for me and we'll send someone today.
    4:11 Customer: I will. Thank you so much, both of you.
    4:17 callended
    4:29 note Agent: E17 on HP90027, reset with Tier 2 on the line. If it returns: same-day visit.
    4:52 wrapupended
    """,
)

CREDIT_NOTE = Script(
    "Imani Brooks",
    "2026-03-02T10:31:55+00:00",
    "Transfer",
    "+14155550109",
    """
    0:00 callstarted
    0:04 callconnected
    0:07 Agent: Hello, my name is Imani. My colleague told me it's about a late delivery.
    0:15 Customer: Late? Three weeks! And twice I took a day off for nothing.
    0:24 Agent: I'm really sorry, that must be frustrating.
    0:30 Customer: I don't want another date. I want my money back, and the delivery fee, too.
    0:41 Agent: I understand. I need to ask for that, please stay with me.
    0:46 flagraise: The customer wants a refund and the delivery fee of $89 back. May I?
    0:58 Customer: I hope this isn't the next excuse.
    1:04 Agent: It's not. My supervisor is looking at it right now.
    1:21 note Supervisor: Refund is fine. Give the fee as a credit note, and apologise for both missed dates.
    1:27 Supervisor: Hello, this is Samira, I lead the team. You're right to be angry, and we'll put it right.
    1:38 flaglower
    1:41 Agent: So, you get the full refund today, and a credit note for the fee.
    1:50 Customer: A credit note? Well, all right. That's more than I expected.
    1:59 Agent: And we apologise for the two days that you waited.
    2:06 Customer: Okay. Thank you for being honest about it.
    2:12 callended
    2:26 note Agent: Full refund, credit note $89 approved by Samira Nasser.
    2:49 wrapupended
    """,
)

MISSED = Script(
    "Jonas Weber",
    "2026-03-02T11:02:37+00:00",
    "inbound",
    "+16175550121",
    """
    0:00 callstarted
    0:21 callended
    """,
)

CANNOT_HEAR = Script(
    "Farid Haddad",
    "2026-03-02T11:15:09+00:00",
    "inbound",
    "+447700900461",
    """
    0:00 callstarted
    0:07 callconnected
    0:10 Agent: Northwind Home, Farid speaking. How can I help you?
    0:16 Customer: Hi, I've a question about the warranty of my coffee machine.
    0:24 Agent: Sure. When did you buy it?
    0:30 Customer: I think it was in May, let me find the
    0:48 Agent: Hello? Are you still there?
    1:02 Agent: I can't hear you. If you can hear me, please press any key.
    1:20 Agent: I still don't hear anything, there seems to be a problem with the line.
    1:44 Agent: The warranty is two years, so from May you are covered. I'll send it to you in writing.
    2:05 Agent: I'm going to hang up now. Please call us again if there's anything else. Goodbye.
    2:13 callended
    2:25 note Agent: Could not hear the customer after half a minute. Sent the warranty terms by e-mail.
    2:41 wrapupended
    """,
    deaf=(0.9, 9.0),
)

STORIES = (LOST_PARCEL, BREAKING_UP, NO_ANSWER, CALL_BACK, THREE_WAY, CREDIT_NOTE, MISSED, CANNOT_HEAR)


def stories() -> list[Event]:
    """The events of all stories, one call after the other as they happened."""
    rng = Random("stories")
    return [event for script in STORIES for event in play(rng, script)]
