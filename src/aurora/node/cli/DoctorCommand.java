package aurora.node.cli;

import aurora.base.Clock;
import aurora.base.Refusal;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.process.Ports;
import aurora.ground.process.Programs;
import aurora.ground.process.RunAs;
import aurora.keep.KeepConfig;
import aurora.keep.Trial;
import aurora.keep.files.DataFolder;
import aurora.keep.files.DataRoom;
import aurora.keep.files.HomeRights;
import aurora.node.Home;
import aurora.node.Settings;
import aurora.router.RouterConfig;
import aurora.web.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Looks for what is wrong and says what to do about it. */
@Command(name = "doctor", description = "Checks this machine and the node, and says what to mend.")
final class DoctorCommand implements Callable<Integer> {
    private static final String PREFER = "router.prefer";
    private static final long DISK_WANTED = 2L << 30;
    private static final long MEMORY_WANTED = 1L << 30;

    @Mixin
    private HomeOption home = new HomeOption();

    private final List<List<String>> rows = new ArrayList<>();
    private boolean sound = true;

    @Override
    public Integer call() {
        rows.add(List.of("CHECK", "RESULT", "WHAT TO DO"));
        Path folder = home.folder();
        Optional<Home.Running> running = Home.running(folder);
        Optional<Config> config = settings(folder);
        writable(folder);
        rights(folder);
        disk(folder);
        memory();
        port(running, config);
        optional("redis-server", "signals between programs are slower without", "install redis-server");
        optional(
                "ollama",
                "only the built-in guide answers without an engine",
                "install Ollama, or " + command("engine add NAME URL"));
        config.ifPresent(this::servers);
        boolean answers = node(running);
        config.ifPresent(settings -> prefer(settings, answers));
        data(folder);
        Terminal.table(rows);
        return sound ? 0 : CommandFailure.FAILED;
    }

    private String command(String words) {
        return Home.command(words, home.folder());
    }

    private void good(String check, String result) {
        rows.add(List.of(check, result, ""));
    }

    private void bad(String check, String result, String mend) {
        sound = false;
        rows.add(List.of(check, "WRONG: " + result, mend));
    }

    private Optional<Config> settings(Path folder) {
        try {
            Config config = Settings.read(folder, Map.of());
            good("configuration", Files.exists(folder.resolve(Settings.FILE)) ? "sound" : "none, all standard");
            return Optional.of(config);
        } catch (ConfigException wrong) {
            bad("configuration", String.valueOf(wrong.getMessage()), "mend that line");
            return Optional.empty();
        }
    }

    private void writable(Path folder) {
        Path at = folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        if (Files.isWritable(at)) {
            good("home", folder + (Files.exists(folder) ? "" : " (will be made)"));
        } else {
            bad("home", at + " cannot be written", "choose another with --home, or make it yours");
        }
    }

    private void rights(Path folder) {
        try {
            List<Path> wide = HomeRights.wide(folder);
            if (wide.isEmpty()) {
                good("rights", "only its owner can use the home");
            } else {
                bad(
                        "rights",
                        wide.size() + " files and folders can be used by others, the first is " + wide.getFirst(),
                        "./aurora down and up, or chmod go= on them");
            }
        } catch (IOException unreadable) {
            bad("rights", String.valueOf(unreadable.getMessage()), "make the home yours");
        }
    }

    private void disk(Path folder) {
        Path at = folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        try {
            long free = DataRoom.of(at).freeBytes();
            Path data = DataFolder.elsewhere(folder).orElse(folder.resolve("data"));
            if (Files.isDirectory(data)) {
                free = Math.min(free, DataRoom.of(data).freeBytes());
            }
            if (free < DISK_WANTED) {
                bad("disk", Terminal.bytes(free) + " free", "free some space: 2 GB or more are wanted");
            } else {
                good("disk", Terminal.bytes(free) + " free");
            }
        } catch (IOException | Refusal unknown) {
            bad("disk", String.valueOf(unknown.getMessage()), "check the disk");
        }
    }

    private void memory() {
        long memory = aurora.ground.process.Machine.memoryBytes();
        if (memory < MEMORY_WANTED) {
            bad("memory", Terminal.bytes(memory), "1 GB or more are wanted");
        } else {
            good("memory", Terminal.bytes(memory));
        }
    }

    private void port(Optional<Home.Running> running, Optional<Config> config) {
        if (running.isEmpty() && config.isPresent()) {
            int port = config.get().get(Web.PORT);
            if (Ports.free(port)) {
                good("port", port + " is free");
            } else {
                bad("port", port + " is taken by another program", command("up --port N"));
            }
        }
    }

    private void optional(String program, String without, String mend) {
        Optional<Path> found = Programs.find(program);
        rows.add(List.of(
                program,
                found.map(Path::toString).orElse("not installed: " + without),
                found.isPresent() ? "" : mend + " (not needed)"));
    }

    private void servers(Config config) {
        String ollamaHost = System.getenv().getOrDefault("OLLAMA_HOST", "");
        for (Trial trial : Trial.all(KeepConfig.of(config, ollamaHost), Clock.system())) {
            if (trial.works()) {
                good(trial.setting(), trial.says());
            } else {
                bad(trial.setting(), trial.says(), trial.mend());
            }
        }
    }

    /** Only a node knows all models. */
    private void prefer(Config config, boolean answers) {
        String wanted = RouterConfig.of(config).prefer();
        if (wanted.isEmpty()) {
            return;
        }
        if (!answers) {
            rows.add(List.of(
                    PREFER,
                    "\"" + wanted + "\", not looked for: no node answers",
                    command("up") + ", then this again"));
            return;
        }
        try {
            Preference preference = Preference.of(
                    wanted,
                    NodeCall.to(home.folder()).ask("GET", "/api/models").path("models"),
                    command("engine list"));
            if (preference.mend().isEmpty()) {
                good(PREFER, preference.says());
            } else {
                bad(PREFER, preference.says(), preference.mend());
            }
        } catch (CommandFailure silent) {
            bad(PREFER, String.valueOf(silent.getMessage()), command("status"));
        }
    }

    /** Where its databases are, and those of other homes that are gone; only root has any outside of the home. */
    private void data(Path folder) {
        if (!RunAs.isRoot()) {
            return;
        }
        try {
            DataFolder.elsewhere(folder).ifPresent(own -> good("databases", own.toString()));
            List<DataFolder.Left> left = DataFolder.left(DataFolder.NODES);
            for (DataFolder.Left one : left) {
                one.home().ifPresent(home -> rows.add(leftData(one, home, folder)));
            }
            List<DataFolder.Left> nobodys =
                    left.stream().filter(one -> one.home().isEmpty()).toList();
            if (!nobodys.isEmpty()) {
                rows.add(nobodysData(nobodys));
            }
        } catch (IOException | Refusal unreadable) {
            bad("databases", String.valueOf(unreadable.getMessage()), "put it back from a copy of the home");
        }
    }

    /** What another home left behind, as a row: nobody is to take it for this home's. */
    static List<String> leftData(DataFolder.Left left, Path home, Path folder) {
        String whose =
                home.equals(folder) ? "of an earlier home here, that is gone" : "not this home's: " + home + " is gone";
        Path above = home.getParent();
        boolean away = above != null && !Files.isDirectory(above);
        return List.of(
                "left behind",
                left.folder() + ", " + Terminal.bytes(left.bytes()) + ", " + whose,
                (away ? "when that disk is not only unmounted: " : "") + "rm -r " + left.folder());
    }

    /** Folders that may be a home's that this user cannot see: nobody is told to remove them. */
    static List<String> nobodysData(List<DataFolder.Left> nobodys) {
        Path first = nobodys.getFirst().folder();
        long bytes = nobodys.stream().mapToLong(DataFolder.Left::bytes).sum();
        String which =
                nobodys.size() == 1 ? first.toString() : first + " and " + (nobodys.size() - 1) + " more beside it";
        return List.of(
                "not known",
                which + ", " + Terminal.bytes(bytes) + ", whose is not known",
                "keep them while a home's file data-folder may name them");
    }

    private void audit(JsonNode check) {
        String says = check.path("says").asString();
        if (check.path("whole").asBoolean()) {
            good("audit trail", says);
        } else {
            bad("audit trail", says, "find out who can write to the database; docs/security.md, Audit");
        }
    }

    /** Whether it answers. */
    private boolean node(Optional<Home.Running> running) {
        if (running.isEmpty()) {
            good("node", "not running");
            return false;
        }
        try {
            JsonNode status = NodeCall.to(home.folder()).ask("GET", "/api/status");
            if (status.path("ready").asBoolean()) {
                good("node", "ready at http://localhost:" + running.get().port());
            } else {
                bad("node", status.path("missing").toString(), command("status"));
            }
            audit(NodeCall.to(home.folder()).ask("GET", "/api/auth/audit/check"));
            for (JsonNode program : status.path("programs")) {
                String state = program.path("state").asString();
                if (state.equals("failed") || state.equals("backoff") || state.equals("degraded")) {
                    bad(program.path("name").asString(), state, command("status") + " shows its last lines");
                }
            }
            return true;
        } catch (CommandFailure silent) {
            bad("node", String.valueOf(silent.getMessage()), command("down") + ", then " + command("up"));
            return false;
        }
    }
}
