package aurora.router.policy;

import aurora.engine.EngineFacts;
import aurora.engine.Model;
import aurora.engine.Usage;
import aurora.router.RouterApi.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A few unlike engines on virtual time: slots, prefill one at a time, decoding that slows down in batches, loading.
 * A chooser is asked at each arrival; the mean time from arrival to end is what it is judged by.
 */
final class SimMesh {
    static final String MODEL = "m";

    /** How an engine really is; {@code slope}: a batch of b decodes b^slope times slower each. */
    record Machine(String name, int slots, double prefillMillis, double gapMillis, double slope, double loadMillis) {
        /** Answers per millisecond, with everything busy. */
        double capacity(double promptTokens, double outputTokens) {
            double decode = outputTokens * gapMillis * Math.pow(slots, slope) / slots;
            return 1 / (decode + promptTokens * prefillMillis);
        }
    }

    /** A request: what it really takes. */
    static final class Work {
        final double arrival;
        final int prompt;
        final int output;
        double start;
        double prefillLeft;
        double tokensLeft;
        double first;
        double prefillSpent;
        double load;
        Optional<Reservation> reservation = Optional.empty();

        Work(double arrival, int prompt, int output) {
            this.arrival = arrival;
            this.prompt = prompt;
            this.output = output;
        }

        Work copy() {
            Work copy = new Work(arrival, prompt, output);
            copy.prefillLeft = prefillLeft;
            copy.tokensLeft = tokensLeft;
            copy.first = first;
            return copy;
        }
    }

    /** An engine at work. */
    static final class Node {
        final Machine machine;
        final List<Work> running = new ArrayList<>();
        final List<Work> queue = new ArrayList<>();
        boolean loaded;
        double factor = 1;

        Node(Machine machine) {
            this.machine = machine;
        }

        Node copy() {
            Node copy = new Node(machine);
            running.forEach(work -> copy.running.add(work.copy()));
            queue.forEach(work -> copy.queue.add(work.copy()));
            copy.loaded = loaded;
            copy.factor = factor;
            return copy;
        }

        void take(Work work, double now) {
            queue.add(work);
            fill(now);
        }

        private void fill(double now) {
            while (running.size() < machine.slots && !queue.isEmpty()) {
                Work next = queue.removeFirst();
                next.start = now;
                next.load = loaded ? 0 : machine.loadMillis;
                loaded = true;
                next.prefillLeft = next.load + next.prompt * machine.prefillMillis * factor;
                next.tokensLeft = next.output;
                running.add(next);
            }
        }

        private double gap() {
            long decoding =
                    running.stream().filter(work -> work.prefillLeft <= 0).count();
            return machine.gapMillis * factor * Math.pow(Math.max(1, decoding), machine.slope);
        }

        private Optional<Work> prefilling() {
            return running.stream().filter(work -> work.prefillLeft > 0).findFirst();
        }

        /** Milliseconds to its next change; infinite when idle. */
        double untilChange() {
            double next = prefilling().map(work -> work.prefillLeft).orElse(Double.POSITIVE_INFINITY);
            double gap = gap();
            for (Work work : running) {
                if (work.prefillLeft <= 0) {
                    next = Math.min(next, work.tokensLeft * gap);
                }
            }
            return next;
        }

        /** Goes on by {@code length}, at most to the next change; answers what ended. */
        List<Work> advance(double length, double now, Events events) {
            double gap = gap();
            Optional<Work> reading = prefilling();
            List<Work> ended = new ArrayList<>(0);
            for (Work work : running) {
                if (work.prefillLeft <= 0) {
                    work.tokensLeft -= length / gap;
                    work.reservation.ifPresent(it -> it.emitted((int) (work.output - work.tokensLeft)));
                    if (work.tokensLeft < 1e-6) {
                        ended.add(work);
                    }
                }
            }
            reading.ifPresent(work -> {
                work.prefillLeft -= length;
                work.prefillSpent += length;
                if (work.prefillLeft < 1e-9) {
                    work.prefillLeft = 0;
                    work.first = now;
                    events.first(work, now);
                }
            });
            for (Work work : ended) {
                running.remove(work);
                events.done(this, work, now);
            }
            fill(now);
            return ended;
        }
    }

    /** Who hears of first tokens and ends. */
    interface Events {
        Events NONE = new Events() {
            @Override
            public void first(Work work, double now) {}

            @Override
            public void done(Node node, Work work, double now) {}
        };

        void first(Work work, double now);

        void done(Node node, Work work, double now);
    }

    /** Chooses an engine for each arrival. */
    interface Chooser extends Events {
        int choose(List<Node> nodes, Work work, double now);
    }

    /** What happened to the mesh when. */
    interface Weather {
        void at(List<Node> nodes, double now);
    }

    private SimMesh() {}

    /** Plays the arrivals; answers each one's milliseconds from arrival to end, in order of their arrival. */
    static double[] play(List<Machine> machines, List<Work> arrivals, Chooser chooser, Weather weather) {
        List<Node> nodes = machines.stream().map(Node::new).toList();
        double now = 0;
        int next = 0;
        double[] took = new double[arrivals.size()];
        int open = 0;
        while (next < arrivals.size() || open > 0) {
            double until = next < arrivals.size() ? arrivals.get(next).arrival - now : Double.POSITIVE_INFINITY;
            for (Node node : nodes) {
                until = Math.min(until, node.untilChange());
            }
            now += until;
            for (Node node : nodes) {
                for (Work ended : node.advance(until, now, chooser)) {
                    took[arrivals.indexOf(ended)] = now - ended.arrival;
                    open--;
                }
            }
            if (next < arrivals.size() && now >= arrivals.get(next).arrival - 1e-9) {
                Work work = arrivals.get(next++);
                weather.at(nodes, now);
                nodes.get(chooser.choose(nodes, work, now)).take(work, now);
                open++;
            }
        }
        return took;
    }

    /** Poisson arrivals with log-normal lengths, at {@code load} of what the machines can do. */
    static List<Work> arrivals(List<Machine> machines, int count, double load, RandomGenerator random) {
        double rate = load
                * machines.stream().mapToDouble(it -> it.capacity(300, 220)).sum();
        List<Work> made = new ArrayList<>(count);
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += -Math.log(1 - random.nextDouble()) / rate;
            int prompt = (int) Math.max(8, Math.exp(Math.log(220) + 0.8 * random.nextGaussian()));
            int output = (int) Math.clamp(Math.exp(Math.log(160) + 0.8 * random.nextGaussian()), 4, 3_000);
            made.add(new Work(at, prompt, output));
        }
        return made;
    }

    static List<Work> again(List<Work> works) {
        return works.stream()
                .map(it -> new Work(it.arrival, it.prompt, it.output))
                .toList();
    }

    /** The product's own policy. */
    static final class Forecasting implements Chooser {
        final Policy policy = new Policy();
        final List<Integer> chosen = new ArrayList<>();
        private final List<Option> options;
        int above;
        int ended;

        Forecasting(List<Machine> machines) {
            this.options = machines.stream().map(SimMesh::option).toList();
        }

        @Override
        public int choose(List<Node> nodes, Work work, double now) {
            Ask ask = Ask.of(work.prompt * 7919L + work.output, work.prompt * 4, 0);
            Ranking ranking = policy.decide(ask, options, nanos(now));
            Ranking.Scored best = ranking.scored().getFirst();
            work.reservation = Optional.of(policy.reserve(ask, best, nanos(now)));
            chosen.add(best.index());
            return best.index();
        }

        @Override
        public void first(Work work, double now) {
            work.reservation.ifPresent(it -> policy.started(it, nanos(now)));
        }

        @Override
        public void done(Node node, Work work, double now) {
            Usage usage = new Usage(
                    work.prompt,
                    0,
                    work.output,
                    Duration.ofNanos((long) (work.load * 1e6)),
                    Duration.ofNanos((long) ((work.prefillSpent - work.load) * 1e6)),
                    Duration.ofNanos((long) ((now - work.first) * 1e6)),
                    true);
            work.reservation.ifPresent(it -> {
                ended++;
                above += now - work.arrival > it.forecast().p90() ? 1 : 0;
                policy.completed(it, usage, false, nanos(now));
            });
        }
    }

    static Option option(Machine machine) {
        Model model = new Model(MODEL, Model.Purpose.GENERAL, machine.loadMillis == 0, 4_000_000_000L, 0, "");
        return new Option(new Place("n", machine.name, MODEL), EngineFacts.Kind.OLLAMA, machine.slots, true, model, 0);
    }

    static long nanos(double millis) {
        return (long) (millis * 1e6) + 1;
    }

    /** Knows everything: takes the engine on which this work really ends first, were nothing else to come. */
    record Oracle() implements Chooser {
        @Override
        public int choose(List<Node> nodes, Work work, double now) {
            int best = 0;
            double earliest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < nodes.size(); i++) {
                Node copy = nodes.get(i).copy();
                Work mine = work.copy();
                copy.take(mine, now);
                double at = now;
                boolean over = false;
                while (!over) {
                    double until = copy.untilChange();
                    at += until;
                    over = copy.advance(until, at, Events.NONE).contains(mine);
                }
                if (at < earliest) {
                    earliest = at;
                    best = i;
                }
            }
            return best;
        }

        @Override
        public void first(Work work, double now) {}

        @Override
        public void done(Node node, Work work, double now) {}
    }

    /** A rule that needs to hear of nothing. */
    record Rule(Picks picks) implements Chooser {
        /** Picks an engine. */
        interface Picks {
            int of(List<Node> nodes);
        }

        @Override
        public int choose(List<Node> nodes, Work work, double now) {
            return picks.of(nodes);
        }

        @Override
        public void first(Work work, double now) {}

        @Override
        public void done(Node node, Work work, double now) {}
    }

    static Rule roundRobin() {
        int[] turn = new int[1];
        return new Rule(nodes -> turn[0]++ % nodes.size());
    }

    static Rule leastConnections() {
        int[] turn = new int[1];
        return new Rule(nodes -> {
            int best = turn[0]++ % nodes.size();
            for (int i = 0; i < nodes.size(); i++) {
                int at = (turn[0] + i) % nodes.size();
                if (size(nodes.get(at)) < size(nodes.get(best))) {
                    best = at;
                }
            }
            return best;
        });
    }

    private static int size(Node node) {
        return node.running.size() + node.queue.size();
    }
}
