package aurora.node.cli;

import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.json.Json;
import aurora.node.Home;
import aurora.node.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the settings in force, or writes their documentation. */
@Command(name = "config", description = "Shows every setting in force and where it came from; secrets are hidden.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--manual", description = "Prints the page that documents every setting.")
    private boolean manual;

    @Option(names = "--json", description = "Prints them as JSON.")
    private boolean json;

    /** What the running node was started with; nothing when none runs. */
    private Map<String, String> commandLine() {
        return Home.running(home.folder()).map(Home.Running::commandLine).orElse(Map.of());
    }

    /** An object whose list {@code settings} has key, value as text, origin, kind and help of each. */
    static String json(Config config) {
        return Json.treeOf(Map.of("settings", config.shown())).toPrettyString();
    }

    @Override
    public Integer call() throws CommandFailure {
        if (manual) {
            Terminal.print(Settings.manual().stripTrailing());
            return 0;
        }
        try {
            Config config = Settings.read(home.folder(), commandLine());
            if (json) {
                Terminal.print(json(config));
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SETTING", "VALUE", "FROM"));
            config.shown().forEach(one -> rows.add(List.of(one.key(), one.value(), one.from())));
            Terminal.table(rows);
            return 0;
        } catch (ConfigException wrong) {
            throw new CommandFailure(CommandFailure.REFUSED, String.valueOf(wrong.getMessage()));
        }
    }
}
