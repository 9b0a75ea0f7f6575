package aurora.keep;

import aurora.base.Clock;
import aurora.base.Refusal;
import aurora.ground.bus.RedisAddress;
import aurora.ground.sql.SqlAddress;
import aurora.keep.driver.Ollama;
import aurora.keep.postgres.Postgres;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server that the settings name can be used, found out by asking it once.
 *
 * @param setting which setting names it
 * @param works whether it can be used
 * @param says its version and address, or what is wrong, in a clause
 * @param mend what to do; empty when it works
 */
public record Trial(String setting, boolean works, String says, String mend) {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    /** Asks each server that {@code config} names; takes a few seconds when one is silent. */
    public static List<Trial> all(KeepConfig config, Clock clock) {
        List<Trial> trials = new ArrayList<>();
        config.postgres().ifPresent(address -> trials.add(postgres(address, clock)));
        config.redis().ifPresent(address -> trials.add(redis(address)));
        config.ollama().ifPresent(address -> trials.add(ollama(address)));
        return trials;
    }

    private static Trial postgres(SqlAddress address, Clock clock) {
        String mend = "start that server, or correct postgres.url, postgres.user and postgres.password";
        return of("postgres.url", mend, () -> {
            Postgres postgres = new Postgres(address, clock);
            postgres.check();
            return "PostgreSQL " + postgres.version() + " at " + address.shown();
        });
    }

    private static Trial redis(RedisAddress address) {
        String mend = "start that server, correct redis.address and redis.password, or set redis.address: off";
        return of("redis.address", mend, () -> "Redis " + address.ping(ANSWER_MAX) + " at " + address);
    }

    private static Trial ollama(URI address) {
        String mend = "start it, or correct ollama.url or the environment's OLLAMA_HOST";
        return of("ollama.url", mend, () -> {
            try {
                return "Ollama " + Ollama.versionAt(address) + " at " + address;
            } catch (IOException none) {
                throw new IOException("no Ollama answers at " + address + " (" + clause(none) + ")", none);
            }
        });
    }

    private static Trial of(String setting, String mend, Server server) {
        try {
            return new Trial(setting, true, server.found(), "");
        } catch (IOException | Refusal wrong) {
            return new Trial(setting, false, clause(wrong), mend);
        }
    }

    /** A server that a setting names. */
    @FunctionalInterface
    private interface Server {
        /** Its version and address. */
        String found() throws IOException;
    }

    private static String clause(Exception wrong) {
        String text = String.valueOf(wrong.getMessage());
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
