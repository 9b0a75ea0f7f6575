package aurora.node.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads from standard input: a secret, typed unseen at a terminal or the first line of a pipe; a confirmation. */
final class Secrets {
    private static final int LENGTH_MAX = 4096;

    private Secrets() {}

    static String read(String prompt) throws CommandFailure, IOException {
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        String secret;
        if (terminal.isPresent()) {
            secret = new String(Optional.ofNullable(terminal.get().readPassword("%s", prompt))
                    .orElse(new char[0]));
        } else {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            secret = Optional.ofNullable(in.readLine()).orElse("");
        }
        if (secret.isEmpty() || secret.length() > LENGTH_MAX) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "Nothing came on standard input. Type it, or pipe it: echo SECRET | ./aurora ...");
        }
        return secret;
    }

    /** Whether the person at the terminal types {@code word}; no when there is no terminal. */
    static boolean confirms(String prompt, String word) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(terminal -> terminal.readLine("%s", prompt))
                .filter(word::equals)
                .isPresent();
    }
}
