"""`make bench`: how long the pages take with a large organisation, beside their bare SQL.

The data are made once, under var/bench/, and kept for the next run. The server is the one that
`make run` starts. Each round asks for every page once and runs every page's SQL once, so that
whatever else the machine does hits both alike; what counts are the medians.
"""

import argparse
import os
import pickle
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("parts", nargs="*", help="pages, routing, intake, v1, hook; else all")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--teams", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--show", action="store_true", help="show each page's SQL with its time")
    parser.add_argument("--port", type=int, default=8250)
    parser.add_argument("--data", type=Path, default=HERE / "var" / "bench")
    options = parser.parse_args()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MUSTER_DATA": str(options.data),
        "PORT": str(options.port),
    }
    for name in ("DATABASE_URL", "PUBLIC_URL", "SECRET_KEY"):
        os.environ.pop(name, None)
    sys.path.insert(0, str(HERE))
    if not options.parts or "routing" in options.parts:
        from bench.rules import run as rules

        rules.run(options.data)
    if not options.parts or "intake" in options.parts:
        from bench import house  # sets Django up, so it comes first
        from bench.intake import run as intake

        intake.run(options.data, options.port + 2)
    if options.parts and not {"pages", "v1", "hook"} & set(options.parts):
        return
    from bench import house  # the settings are read here, so the environment comes first

    house.prepare(options.people, options.teams)
    if not options.parts or "v1" in options.parts:
        from bench.v1 import run as v1

        v1.run(options.data, options.port + 7)
    if not options.parts or "hook" in options.parts:
        from bench.hook import run as hook

        hook.run(options.port + 10)
    if options.parts and "pages" not in options.parts:
        return
    from bench import measure, report

    with house.server(options.port) as web:
        visitor = measure.Visitor(options.port, house.sign_in("olive@acme.example"))
        pages = measure.find_pages(visitor, options.only)
        queries = options.data / "bench-queries"
        queries.write_bytes(pickle.dumps([page.queries for page in pages]))
        os.environ["BENCH_QUERIES"] = str(queries)
        with house.server(options.port + 1, "bench.bare:application"):
            bare = measure.Visitor(options.port + 1, visitor.session)
            measure.run(pages, visitor, bare, rounds=options.rounds)
        report.show(pages, house.memory_of(web), options)
    if options.show:
        report.show_queries(pages)


if __name__ == "__main__":
    main()
