package aurora.engine.embedded.models;

import aurora.engine.Model;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.ground.log.Log;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owner's own model files: every {@code *.gguf} in one folder, looked at again when asked and changed. A file
 * that cannot be served is named once in the log, and told by {@link #leftOut}, with the reason. Thread-safe.
 */
public final class ModelFolder {
    private static final Log LOG = Log.of("engine");
    private static final String ENDING = ".gguf";
    /** More files than this are not looked at. */
    private static final int FILES_MAX = 64;

    private final Path folder;
    private final Set<String> taken;
    private final MemoryBudget memory;
    private Map<Path, Entry> entries = Map.of();

    private int beyond;

    /** A file as it was when it was checked: the model, or why it cannot be served. */
    private record Entry(long size, long changed, Optional<ServedModel> model, String wrong) {
        static Entry unfit(long size, long changed, String wrong) {
            return new Entry(size, changed, Optional.empty(), wrong);
        }
    }

    /**
     * Looks into {@code folder}, which need not exist.
     *
     * @param taken names that no file may have
     * @param memory what they may take together
     */
    public ModelFolder(Path folder, Set<String> taken, MemoryBudget memory) {
        this.folder = folder;
        this.taken = taken;
        this.memory = memory;
    }

    /** The models that can be served now, by name. */
    public synchronized Collection<ServedModel> models() {
        Map<Path, Entry> now = new LinkedHashMap<>();
        for (Path file : files()) {
            Optional<Entry> old = Optional.ofNullable(entries.get(file));
            Entry entry = looked(file, old);
            now.put(file, entry);
            if (!entry.wrong().isEmpty()
                    && old.filter(known -> known.wrong().equals(entry.wrong())).isEmpty()) {
                LOG.warn("model.refused", "file", file.getFileName(), "why", entry.wrong());
            }
        }
        entries.values().stream()
                .filter(old -> !now.containsValue(old))
                .forEach(old -> old.model().ifPresent(ServedModel::unload));
        entries = now;
        return now.values().stream().flatMap(entry -> entry.model().stream()).toList();
    }

    /** The files that {@link #models} left out when it was asked last, each with the reason. */
    public synchronized List<String> leftOut() {
        List<String> all = new ArrayList<>();
        entries.forEach((file, entry) -> {
            if (!entry.wrong().isEmpty()) {
                all.add("the file " + file.getFileName() + ": " + entry.wrong());
            }
        });
        if (beyond > 0) {
            all.add(beyond + " more files: only " + FILES_MAX + " are looked at");
        }
        return List.copyOf(all);
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        beyond = 0;
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, ModelFolder::isModel)) {
            for (Path file : all) {
                if (files.size() < FILES_MAX) {
                    files.add(file);
                } else {
                    beyond++;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.warn("model.folder.unreadable", "folder", folder, "why", String.valueOf(unreadable.getMessage()));
        }
        files.sort(null);
        return files;
    }

    private static boolean isModel(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    private Entry looked(Path file, Optional<Entry> old) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            long changed = facts.lastModifiedTime().toMillis();
            if (!facts.isRegularFile()) {
                return Entry.unfit(0, changed, "it is no file");
            }
            return old.filter(known -> known.size() == facts.size() && known.changed() == changed)
                    .orElseGet(() -> check(file, facts.size(), changed));
        } catch (NoSuchFileException gone) {
            return Entry.unfit(0, 0, "it is a link that leads nowhere, or has just gone");
        } catch (IOException unreadable) {
            return Entry.unfit(0, 0, "it cannot be read: " + unreadable.getMessage());
        }
    }

    private Entry check(Path file, long size, long changed) {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.substring(0, fileName.length() - ENDING.length());
        try {
            if (name.isBlank()) {
                return Entry.unfit(size, changed, "it has no name before " + ENDING);
            }
            if (taken.contains(name)) {
                return Entry.unfit(size, changed, "its name belongs to a model of Aurora; rename the file");
            }
            ServedModel model = ServedModel.check(
                    new ServedModel.Named(name, Model.Purpose.GENERAL, ""), () -> ModelBytes.of(file), memory);
            return new Entry(size, changed, Optional.of(model), "");
        } catch (AccessDeniedException denied) {
            return Entry.unfit(-1, changed, "this node may not read it");
        } catch (GgufException | IOException unfit) {
            return Entry.unfit(size, changed, String.valueOf(unfit.getMessage()));
        }
    }
}
