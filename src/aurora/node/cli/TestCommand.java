package aurora.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains {@code test}; the launcher runs the tests itself, without the product, which they build. */
@Command(
        name = "test",
        description = "Builds Aurora and runs every test that can run on this machine; names those that cannot.")
final class TestCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "quick",
            description = "Leaves out the tests of the built product from outside, which take longest.")
    private String which = "";

    @Override
    public Integer call() throws CommandFailure {
        throw new CommandFailure(
                CommandFailure.USAGE, "Tests are run from a clone of the source: ./aurora test " + which);
    }
}
