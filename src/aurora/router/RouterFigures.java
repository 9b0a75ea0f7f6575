package aurora.router;

import aurora.ground.metrics.Metrics;

/** What the router counts. Thread-safe. */
final class RouterFigures {
    private final Metrics.Counting answers;
    private final Metrics.Counting moves;
    private final Metrics.Timing firstToken;

    RouterFigures(Metrics metrics) {
        this.answers = metrics.counter(
                "aurora_router_answers_total", "Answers by the engine that had them last.", "engine", "outcome");
        this.moves = metrics.counter("aurora_router_moves_total", "Answers that moved away from an engine.", "engine");
        this.firstToken = metrics.seconds("aurora_router_first_token_seconds", "From the request to the first part.");
    }

    void ended(String engine, String outcome) {
        answers.one(engine, outcome);
    }

    void moved(String from) {
        moves.one(from);
    }

    void firstToken(double seconds) {
        firstToken.record(seconds);
    }
}
