package aurora.node.cli;

import aurora.ground.config.Config;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that is none of Aurora's, in words for the person who typed it. Pure. */
final class Misuse {
    /** What other programs call these commands. */
    private static final Map<String, String> CALLED_ELSEWHERE =
            Map.of("start", "up", "run", "up", "serve", "up", "stop", "down", "ps", "status");

    private Misuse() {}

    /** What is wrong, in a sentence or two. */
    static String of(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> unknown(command, first(unmatched));
            case MissingParameterException missing -> missing(command, missing.getMissing());
            case OverwrittenOptionException twice ->
                "The option " + name(Optional.ofNullable(twice.getOverwritten())) + " stands there twice.";
            default -> other(command, wrong);
        };
    }

    private static String first(UnmatchedArgumentException unmatched) {
        return unmatched.getUnmatched().stream().findFirst().orElse("");
    }

    private static String unknown(CommandSpec command, String word) {
        if (word.startsWith("-")) {
            return "\"" + called(command) + "\" has no option \"" + word + "\"." + meant(command, word);
        }
        List<String> below = List.copyOf(command.subcommands().keySet());
        if (below.isEmpty()) {
            return "\"" + called(command) + "\" does not take \"" + word + "\".";
        }
        List<String> known = new ArrayList<>(below);
        boolean top = command.parent() == null;
        if (top) {
            known.addAll(CALLED_ELSEWHERE.keySet().stream().sorted().toList());
        }
        String prefix = top ? "" : called(command) + " ";
        return "There is no command \"" + prefix + word + "\"."
                + Config.near(word, known)
                        .map(near -> CALLED_ELSEWHERE.getOrDefault(near, near))
                        .map(near -> " Did you mean \"" + prefix + near + "\"?")
                        .orElse("");
    }

    /** The option's right name, or the command that has it, or the command that it is. */
    private static String meant(CommandSpec command, String word) {
        String option = word.replaceFirst("=.*", "");
        List<String> names = names(command);
        String near = Config.nearest(option, names);
        if (!near.isEmpty()) {
            return " " + near;
        }
        for (CommandLine below : command.subcommands().values()) {
            if (names(below.getCommandSpec()).contains(option)
                    || below.getSubcommands().values().stream()
                            .anyMatch(deeper -> names(deeper.getCommandSpec()).contains(option))) {
                return " Options stand behind their command, as in \"" + called(below.getCommandSpec()) + " ... "
                        + option + "\".";
            }
        }
        String bare = option.replaceFirst("^-+", "");
        return command.subcommands().containsKey(bare) ? " Did you mean \"" + bare + "\"?" : "";
    }

    private static List<String> names(CommandSpec command) {
        return command.options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    private static String missing(CommandSpec command, List<ArgSpec> missing) {
        if (missing.size() == 1 && missing.getFirst() instanceof OptionSpec option) {
            return "The option " + name(Optional.of(option)) + " wants a value behind it: " + explained(option);
        }
        // the parser names the first of several only
        List<PositionalParamSpec> all = command.positionalParameters().stream()
                .filter(ArgSpec::required)
                .dropWhile(each -> !missing.contains(each))
                .toList();
        List<String> labels = all.stream().map(ArgSpec::paramLabel).toList();
        return "\"" + called(command) + "\" wants " + String.join(" and ", labels) + " behind it"
                + (all.size() == 1 ? ": " + explained(all.getFirst()) : ".");
    }

    private static String explained(ArgSpec wanted) {
        return String.join(" ", wanted.description());
    }

    private static String other(CommandSpec command, ParameterException wrong) {
        Optional<ArgSpec> where = Optional.ofNullable(wrong.getArgSpec());
        if (where.isEmpty()) {
            List<String> below = List.copyOf(command.subcommands().keySet());
            return below.isEmpty()
                    ? String.valueOf(wrong.getMessage())
                    : "\"" + called(command) + "\" wants one of these behind it: " + String.join(", ", below) + ".";
        }
        String value = String.valueOf(wrong.getValue());
        List<String> words = words(where.get());
        if (!words.isEmpty()) {
            String odd = Stream.of(value.split(",", -1))
                    .filter(one -> !words.contains(one.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(value);
            String near = Config.nearest(odd, words);
            return name(where) + " is one of " + String.join(", ", words) + ", not \"" + odd + "\"."
                    + (near.isEmpty() ? "" : " " + near);
        }
        if (Number.class.isAssignableFrom(boxed(where.get().type()))) {
            return name(where) + " wants a whole number, and \"" + value + "\" is none.";
        }
        String why = wrong.getCause() instanceof TypeConversionException told
                ? String.valueOf(told.getMessage())
                : String.valueOf(wrong.getMessage());
        return name(where) + ": " + why + (why.endsWith(".") ? "" : ".");
    }

    private static Class<?> boxed(Class<?> type) {
        return type == int.class ? Integer.class : type;
    }

    /** The words that it can be, as people type them; none when it is not one of a few. */
    private static List<String> words(ArgSpec where) {
        if (where.converters().length > 0) {
            return List.of();
        }
        return Stream.concat(Stream.of(where.type()), Arrays.stream(where.auxiliaryTypes()))
                .filter(Class::isEnum)
                .findFirst()
                .<List<String>>map(type -> Arrays.stream(type.getEnumConstants())
                        .map(word -> word.toString().toLowerCase(Locale.ROOT))
                        .toList())
                .orElse(List.of());
    }

    /** The option's long name, or what stands for the parameter in the help. */
    private static String name(Optional<ArgSpec> where) {
        return where.map(one -> one instanceof OptionSpec option ? option.longestName() : one.paramLabel())
                .orElse("");
    }

    /** As it is typed behind the launcher; the launcher itself when no command is named yet. */
    private static String called(CommandSpec command) {
        String name = command.qualifiedName();
        return command.parent() == null ? name : name.substring(name.indexOf(' ') + 1);
    }
}
