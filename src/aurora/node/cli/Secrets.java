package aurora.node.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads a secret from standard input: typed unseen at a terminal, or the first line of a pipe. */
final class Secrets {
    private static final int LENGTH_MAX = 4096;

    private Secrets() {}

    static String read(String prompt) throws CommandFailure, IOException {
        Console console = System.console();
        String secret;
        if (console.isTerminal()) {
            char[] typed = console.readPassword("%s", prompt);
            secret = typed == null ? "" : new String(typed);
        } else {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            secret = line == null ? "" : line;
        }
        if (secret.isEmpty() || secret.length() > LENGTH_MAX) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "Nothing came on standard input. Type it, or pipe it: echo SECRET | ./aurora ...");
        }
        return secret;
    }
}
