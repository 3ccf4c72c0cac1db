"""A worker that plays one of several processes: its job says what each of them does."""

import json
import os
import sys
import time

rank = os.environ["RANK"]
steps = json.loads(sys.stdin.readline())["arguments"].get(rank, [])
for step in steps:
    if isinstance(step, dict):
        print(json.dumps(step), flush=True)
    elif isinstance(step, int):
        sys.exit(step)
    elif step == "die":
        os.kill(os.getpid(), 9)
    elif step == "wait":
        time.sleep(100)
