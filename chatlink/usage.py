"""The commands of a chat: how each is written, and what it does. Contract: chat.md §1.2. Pure."""

USAGE: dict[str, tuple[str, str]] = {
    "help": ("help", "Show the commands."),
    "connect": ("connect", "Connect your chat account to your user, or disconnect it."),
    "list": ("list", "List the open alerts."),
    "get": ("get [tinyID tinyID2..]", "Show the alerts with IDs [tinyID tinyID2..]."),
    "ack": ("ack [tinyID tinyID2..]", "Acknowledge the alerts with IDs [tinyID tinyID2..]."),
    "unack": ("unack [tinyID tinyID2..]", "UnAcknowledge the alerts with IDs [tinyID tinyID2..]."),
    "close": ("close [tinyID tinyID2..]", "Close the alerts with IDs [tinyID tinyID2..]."),
    "assign": ("assign [tinyID tinyID2..] to [user]", "Make the user their owner."),
    "own": ("own [tinyID tinyID2..]", "Take the ownership of the alerts."),
    "note": ("note [note] to [tinyID tinyID2..]", "Add the note to the alerts."),
    "snooze": (
        "snooze [tinyID tinyID2..] for [amount m/h/d]",
        "Snooze the alerts with IDs [tinyID tinyID2..] for the specified time.",
    ),
    "addtag": ("addtag [tag,tag2] to [tinyID tinyID2..]", "Add the tags to the alerts."),
    "exec": (
        "exec [action] on [tinyID tinyID2..]",
        "Run one of their own actions for the alerts with IDs [tinyID tinyID2..].",
    ),
    "priority": ("priority [tinyID tinyID2..] [P1..P5]", "Change the priority of the alerts."),
    "alert": ("alert [message] for [user team]", "Create an alert and tell its people."),
    "whoisoncall": ("whoisoncall [schedule name]", "Show who is on call."),
    "oncall": (
        "oncall [me/user] [amount m/h/d] for [team/schedule/all]",
        "Take on-call, or give it to somebody: for 1h, unless you say how long.",
    ),
    "ackall": ("ackall", "Acknowledge all open alerts."),
    "closeall": ("closeall", "Close all open alerts."),
}
