package aurora.node;

import aurora.node.cli.Cli;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(Cli.run(arguments));
    }
}
