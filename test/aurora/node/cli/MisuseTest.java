package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a person hears who types what is no command. */
final class MisuseTest {
    private static String said(String typed) {
        CommandLine line = Cli.line();
        String[] words = typed.isEmpty() ? new String[0] : typed.split(" ");
        return Misuse.of(assertThrows(ParameterException.class, () -> line.parseArgs(words)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "strat | There is no command \"strat\". Did you mean \"up\"?",
                "stats | There is no command \"stats\". Did you mean \"status\"?",
                "stop | There is no command \"stop\". Did you mean \"down\"?",
                "frobnicate | There is no command \"frobnicate\".",
                "user lst | There is no command \"user lst\". Did you mean \"user list\"?",
                "up --prot 1 | \"up\" has no option \"--prot\". Did you mean \"--port\"?",
                "up --prot=1 | \"up\" has no option \"--prot=1\". Did you mean \"--port\"?",
                "status --frobnicate | \"status\" has no option \"--frobnicate\".",
                "--version | \"./aurora\" has no option \"--version\". Did you mean \"version\"?",
                "--json | \"./aurora\" has no option \"--json\". Options stand behind their command, as in"
                        + " \"status ... --json\".",
                "up extra | \"up\" does not take \"extra\".",
                "engine add | \"engine add\" wants NAME and URL behind it.",
                "engine add box | \"engine add\" wants URL behind it: Its address, such as http://localhost:8080.",
                "up --port | The option --port wants a value behind it: Port of the page and the API; standard: 3000.",
                "up --port x | --port: \"x\" is no port: it wants a whole number from 1 to 65535.",
                "up --port 1 --port 2 | The option --port stands there twice.",
                "key add a --scope chat,model | --scope is one of models, chat, admin, not \"model\". Did you mean"
                        + " \"models\"?",
                "bench gatway | WHAT is one of gateway, engine, decide, node, not \"gatway\". Did you mean"
                        + " \"gateway\"?",
                "bench decide --rounds many | --rounds wants a whole number, and \"many\" is none.",
                "user add a --role boss | --role: \"boss\" is no role: member, admin or owner.",
            })
    void itIsSaidInOurWords(String typed, String wanted) {
        assertEquals(wanted, said(typed));
    }

    /** The parser lets the group alone pass; what would run it says so. */
    @Test
    void aGroupAloneNamesItsCommands() {
        CommandLine user = Cli.line().getSubcommands().get("user");
        assertEquals(
                "\"user\" wants one of these behind it: add, list, password, remove.",
                Misuse.of(new ParameterException(user, "Missing required subcommand")));
    }

    /** Whatever is typed, the parser's own words are not shown. */
    @Test
    void noCommandLetsTheParserSpeak() {
        commands(Cli.line()).forEach(command -> {
            String name = command.getCommandSpec().qualifiedName().replaceFirst("\\./aurora ?", "");
            String text = said((name + " a b c d").strip());
            assertFalse(text.contains("Unmatched") || text.contains("index"), text);
            assertTrue(text.endsWith(".") || text.endsWith("?"), text);
        });
    }

    @Test
    void everyHelpFitsATerminal() {
        commands(Cli.line()).forEach(command -> {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            assertTrue(help.startsWith("Usage: ./aurora"), help);
            assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
            assertFalse(help.contains("~/.\n"), help);
        });
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(MisuseTest::commands));
    }
}
