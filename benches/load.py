#!/usr/bin/env python3
"""Measures how many articles a second `urtext serve` judges, and how long each takes.

  load.py ADDRESS ARTICLES.jsonl [--clients 4] [--requests 2000] [--rate N]

Sends lines of ARTICLES (a sample spread evenly over the file) to POST /v1/score over connections that are kept open. Without --rate,
each client sends its next request as soon as the last is answered; with it, all together send N a second, and the time of a request
counts from when it was due, so that a server that falls behind cannot hide it. Start the server on one core of its own, as in
`taskset -c 0 urtext serve --archive DIR --threads 1`, and this on another.
"""

import argparse
import http.client
import threading
import time


def main():
    options = argparse.ArgumentParser()
    options.add_argument("address")
    options.add_argument("articles")
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--rate", type=float)
    given = options.parse_args()
    with open(given.articles, "rb") as file:
        lines = file.read().splitlines()
    sample = [lines[n * len(lines) // given.requests] for n in range(given.requests)]
    times, failed, lock = [], [], threading.Lock()
    turns = iter(range(given.requests))
    begun = time.perf_counter()

    def client():
        connection = http.client.HTTPConnection(given.address, timeout=120)
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            due = time.perf_counter()
            if given.rate:
                due = begun + turn / given.rate
                time.sleep(max(0, due - time.perf_counter()))
            connection.request("POST", "/v1/score", sample[turn])
            answer = connection.getresponse()
            body = answer.read()
            with lock:
                times.append(time.perf_counter() - due)
                if answer.status != 200:
                    failed.append(body)

    clients = [threading.Thread(target=client) for _ in range(given.clients)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    took = time.perf_counter() - begun
    times.sort()
    at = lambda share: 1000 * times[min(len(times) - 1, int(share * len(times)))]
    print(f"{len(times)} requests, {len(failed)} failed, {len(times) / took:.1f} a second; "
          f"median {at(.5):.1f} ms, 95th percentile {at(.95):.1f} ms, 99th {at(.99):.1f} ms, longest {at(1):.1f} ms")
    for body in failed[:3]:
        print(body.decode(errors="replace").strip())


main()
