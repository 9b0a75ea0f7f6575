package aurora.node;

import aurora.auth.Auth;
import aurora.chat.Chat;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.config.Setting;
import aurora.keep.Keep;
import aurora.keep.KeepConfig;
import aurora.router.RouterConfig;
import aurora.web.Web;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every setting of the product. */
public final class Settings {
    /** The configuration's file in the home. */
    public static final String FILE = "aurora.yml";

    /** What this node is called. */
    public static final Setting<String> NODE = new Setting<>(
            "node.name",
            hostName(),
            "name of 1 to 40 letters, digits and hyphens",
            "What this node is called; standard: the machine's name.",
            false,
            Settings::name);

    /** All of them, at most 40. */
    public static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(NODE),
                    Web.SETTINGS,
                    Auth.SETTINGS,
                    RouterConfig.SETTINGS,
                    Chat.settings(),
                    Keep.SETTINGS)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private Settings() {}

    /**
     * The settings of the node in {@code home}, each by itself and together.
     *
     * @param commandLine values given on the command line, by key
     * @throws ConfigException when something in them is wrong, with what to do
     */
    public static Config read(Path home, Map<String, String> commandLine) throws ConfigException {
        Path file = home.resolve(FILE);
        Config config = Config.read(file, commandLine, ALL);
        try {
            KeepConfig.check(config);
        } catch (ConfigException together) {
            throw new ConfigException(file + ": " + together.getMessage());
        }
        return config;
    }

    private static String name(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no name for a node");
        }
        return text;
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().split("\\.", 2)[0];
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
            return plain.isEmpty() ? "node" : plain.substring(0, Math.min(40, plain.length()));
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }

    /** The page that documents every setting. */
    public static String manual() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                One optional file, `aurora.yml` in the node's home. A key that is not known is refused.
                `./aurora config` shows what is in force and where each value came from. This page is written by
                `./aurora config --manual`.

                | Setting | Standard | What it wants | What it does |
                |---|---|---|---|
                """);
        try {
            for (Config.Shown one :
                    Config.read(Path.of("/nonexistent"), Map.of(), ALL).shown()) {
                String standard = one.key().equals(NODE.key()) ? "the machine's name" : "`" + one.value() + "`";
                page.append("| `%s` | %s | %s | %s |%n"
                        .formatted(one.key(), standard.equals("``") ? "" : standard, one.kind(), one.help()));
            }
        } catch (ConfigException impossible) {
            throw new IllegalStateException(impossible);
        }
        return page.toString();
    }
}
