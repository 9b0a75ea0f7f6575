package aurora.bench;

import aurora.engine.embedded.EmbeddedSpeed;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.guide.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The embedded engine alone, and one routing decision alone. */
public final class EngineBench {
    private EngineBench() {}

    /** Tokens per second of processor time on the guide, by the vector kernels and by the plain ones. */
    public static String embedded(int rounds) throws IOException, GgufException {
        Path file = Files.createTempFile("aurora-guide-", ".gguf");
        try {
            Files.write(file, Guide.model());
            StringBuilder page = new StringBuilder(
                    "| kernels | prompt tokens per CPU-second | answer tokens per CPU-second |\n|---|---|---|\n");
            for (boolean vectors : new boolean[] {true, false}) {
                EmbeddedSpeed.Speed speed = EmbeddedSpeed.measure(file, Math.max(8, rounds * 8), vectors);
                page.append(String.format(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f |%n",
                        speed.kernels(),
                        speed.prefillPerSecond(),
                        speed.decodePerSecond()));
            }
            return page.toString();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Microseconds for one decision over 16 candidates with 64 answers in flight. */
    public static String decisions() {
        DecideBench.Figures figures = DecideBench.run(16, 64, 100_000, 1);
        return String.format(
                Locale.ROOT,
                "One decision over %d candidates with %d answers in flight, %d times: p50 %.1f us, p99 %.1f us.%n",
                figures.candidates(),
                figures.inFlight(),
                figures.rounds(),
                figures.p50Micros(),
                figures.p99Micros());
    }
}
