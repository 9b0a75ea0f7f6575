package aurora.node.cli;

import aurora.base.Refusal;
import aurora.ground.log.LogOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./aurora}: its commands. */
@Command(
        name = "./aurora",
        description = "One private AI from the machines you own.",
        footer = {"", "Start with ./aurora up. The manual is in docs/."},
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            UserCommand.class,
            KeyCommand.class,
            EngineCommand.class,
            ConfigCommand.class,
            BenchCommand.class,
            MockEngineCommand.class,
            TestCommand.class,
            VersionCommand.class,
            RehearseCommand.class
        })
public final class Cli {

    /** Runs a command line and returns the exit code. */
    public static int run(String... arguments) {
        LogOutput.quiet();
        return line().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** All commands, as they are parsed and explained. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Cli());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        addHelp(line);
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
        line.setParameterExceptionHandler((wrong, all) -> {
            Terminal.fail(Misuse.of(wrong));
            Terminal.say("Help: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return CommandFailure.USAGE;
        });
        return line;
    }

    private static void addHelp(CommandLine line) {
        if (!line.getSubcommands().isEmpty()) {
            line.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
        }
        line.getCommandSpec().mixinStandardHelpOptions(false);
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this.")
                        .build());
        line.getSubcommands().values().forEach(Cli::addHelp);
    }

    private static int explain(Exception failure) {
        return switch (failure) {
            case CommandFailure told -> {
                Terminal.fail(String.valueOf(told.getMessage()));
                yield told.code();
            }
            case Refusal refused -> {
                Terminal.fail(String.valueOf(refused.getMessage()));
                yield CommandFailure.REFUSED;
            }
            default -> {
                Terminal.fail("A defect of Aurora: " + failure + at(failure));
                yield CommandFailure.FAILED;
            }
        };
    }

    private static String at(Exception failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
