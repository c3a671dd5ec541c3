import os

from parlour import Origin

origin = Origin(
    os.environ.get("PARLOUR_URL", "http://localhost:8787"),
    os.environ["PARLOUR_KEY"],
    os.environ["PARLOUR_SECRET"],
)
channel = {"context": "course:15", "component": "mod_quiz", "area": "game", "item": 7}

result = origin.notify({"channel": channel, "name": "state", "data": {"question": 3}})
print(origin.channel_hash(channel))
print(f"stored as {result.seq}, handed to {result.recipients}" if result.ok else result.fault.code)
