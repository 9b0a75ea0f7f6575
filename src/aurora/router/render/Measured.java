package aurora.router.render;

import aurora.engine.Usage;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import java.util.Optional;

/** What is measured of one answer from outside: tokens and times. Its reader writes; {@link #soFar} from any thread. */
final class Measured {
    private final long startedNanos;
    private volatile long firstNanos;
    private volatile long lastNanos;
    private volatile int tokensBefore;
    private volatile int tokensHere;

    Measured(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    /** A part has come, which counts as a token; tells how many the engine that has the answer now has sent. */
    int arrived(long now) {
        if (tokensBefore + tokensHere == 0) {
            firstNanos = now;
        }
        lastNanos = now;
        int here = tokensHere + 1;
        tokensHere = here;
        return here;
    }

    /** The answer leaves its engine; tells how many tokens it has. */
    int moves() {
        int all = tokensBefore + tokensHere;
        tokensBefore = all;
        tokensHere = 0;
        return all;
    }

    /** The figures of a complete answer, by what its last engine counted. */
    Figures all(Place place, Usage usage, long now) {
        int before = tokensBefore;
        int output = before + usage.outputTokens();
        double writing = writingSeconds();
        double perSecond = perSecond(output, writing);
        double engineSeconds = usage.decode().toNanos() / 1e9;
        if (before == 0 && engineSeconds > writing && usage.outputTokens() > 0) {
            // What came in few pieces says little about the pace it was written at.
            perSecond = usage.outputTokens() / engineSeconds;
        }
        return new Figures(
                place,
                Math.max(0, usage.promptTokens() - before),
                usage.cachedTokens(),
                output,
                firstTokenMillis(),
                perSecond,
                (now - startedNanos) / 1e6);
    }

    /** The figures until the last part that came, while no engine has counted; empty before the first. */
    Optional<Figures> soFar(Place place) {
        int output = tokensBefore + tokensHere;
        if (output == 0) {
            return Optional.empty();
        }
        double total = (lastNanos - startedNanos) / 1e6;
        return Optional.of(
                new Figures(place, 0, 0, output, firstTokenMillis(), perSecond(output, writingSeconds()), total));
    }

    private double firstTokenMillis() {
        return tokensBefore + tokensHere == 0 ? 0 : (firstNanos - startedNanos) / 1e6;
    }

    private double writingSeconds() {
        return (lastNanos - firstNanos) / 1e9;
    }

    private static double perSecond(int tokens, double seconds) {
        return tokens > 1 && seconds > 1e-3 ? (tokens - 1) / seconds : 0;
    }
}
