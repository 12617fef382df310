"""The threads of a render: order, bounded memory, errors, being given up."""

import threading
import time

import pytest

from engine.worker_pipeline import Channel, Pipeline, Stopped

TICK_S = 0.01


def nothing():
    pass


def alive():
    return threading.active_count()


def test_everything_flows_through_all_stages_in_order():
    got = []

    def doubled(items):
        for item in items:
            yield item * 2

    def pairs(items):
        held = []
        for item in items:
            held.append(item)
            if len(held) == 2:
                yield tuple(held)
                held = []

    before = alive()
    pipeline = Pipeline(lambda: iter(range(1000)), [doubled, pairs], got.extend, 3)
    pipeline.run(nothing, TICK_S)
    assert got == [(4 * n, 4 * n + 2) for n in range(500)]
    assert alive() == before


def test_a_slow_sink_holds_the_source_back():
    ahead = []
    made = 0
    release = threading.Event()

    def source():
        nonlocal made
        for number in range(100):
            made += 1
            yield number

    def sink(items):
        for number in items:
            if number == 0:
                release.wait(5)
            ahead.append(made - number)

    pipeline = Pipeline(source, [lambda items: items], sink, 3)
    threading.Timer(0.1, release.set).start()
    pipeline.run(nothing, TICK_S)
    assert max(ahead) <= 10  # two queues of three, and one in each hand


@pytest.mark.parametrize("where", ["source", "stage", "sink"])
def test_an_error_anywhere_ends_everything_and_is_raised(where):
    def fails(items):
        for number, item in enumerate(items):
            if number == 5:
                raise ZeroDivisionError
            yield item

    def endless():
        number = 0
        while True:
            yield number
            number += 1

    def consume(items):
        for _ in items:
            pass

    before = alive()
    source = (lambda: fails(endless())) if where == "source" else endless
    stages = [fails] if where == "stage" else [lambda items: items]
    sink = (lambda items: consume(fails(items))) if where == "sink" else consume
    began = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        Pipeline(source, stages, sink, 2).run(nothing, TICK_S)
    assert time.monotonic() - began < 2
    assert alive() == before


def test_an_error_in_the_tick_gives_up_the_threads_that_wait():
    """A signal's handler raises where the tick runs; threads wait on queues and on the pool."""
    pool = Channel(1)

    def stage(items):
        for item in items:
            pool.get()
            yield item

    def tick():
        raise InterruptedError

    before = alive()
    pipeline = Pipeline(lambda: iter(range(100)), [stage], list, 2)
    pipeline.watch(pool)
    began = time.monotonic()
    with pytest.raises(InterruptedError):
        pipeline.run(tick, TICK_S)
    assert time.monotonic() - began < 1
    assert alive() == before


def test_a_channel_ends_after_its_last_item_and_stops_at_once():
    channel = Channel(5)
    channel.put(1)
    channel.put(2)
    channel.end()
    assert list(channel) == [1, 2]
    channel.give_up()
    with pytest.raises(Stopped):
        channel.get()
    with pytest.raises(Stopped):
        channel.put(3)
