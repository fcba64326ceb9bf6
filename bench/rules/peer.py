"""One engine in a process of its own: `python bench/rules/peer.py ENGINE`, asked line by line.

{"rules": […], "alerts": […]}   make the rules; answers seconds and kilobytes it took
{"answers": […]}                answers what the engine finds for these alerts
{"time": 100}                   answers the microseconds of the processor that an alert took,
                                over so many of them
"""

import gc
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import engines


def resident() -> int:
    """The memory of this process, in kilobytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def main() -> None:
    """Answer until there is nothing more to read."""
    maker = getattr(engines, sys.argv[1])
    maker([])  # whatever it imports is not what rules cost
    prepare: Any = None
    for line in sys.stdin:
        asked = json.loads(line)
        if "rules" in asked:
            gc.collect()
            before, started = resident(), time.perf_counter()
            prepare, first = maker(asked["rules"])
            seconds = time.perf_counter() - started
            answer: Any = {"seconds": seconds, "kilobytes": resident() - before}
            alerts = itertools.cycle([prepare(alert) for alert in asked["alerts"]])
            gc.collect()
            gc.freeze()
        elif "answers" in asked:
            answer = [first(prepare(alert)) for alert in asked["answers"]]
        else:
            batch = list(itertools.islice(alerts, asked["time"]))
            started = time.process_time()
            for alert in batch:
                first(alert)
            answer = (time.process_time() - started) / len(batch) * 1e6
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
