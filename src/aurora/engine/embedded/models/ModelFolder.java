package aurora.engine.embedded.models;

import aurora.engine.Model;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.ground.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owner's own model files: every {@code *.gguf} in one folder, looked at again when asked and changed. A file
 * that cannot be served is named in the log once, with the reason. Thread-safe.
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

    /** A file as it was when it was checked, and the model when it can be served. */
    private record Entry(long size, long changed, Optional<ServedModel> model) {}

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
            try {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                Entry old = entries.get(file);
                boolean same = old != null
                        && old.size == facts.size()
                        && old.changed == facts.lastModifiedTime().toMillis();
                now.put(
                        file,
                        same
                                ? old
                                : new Entry(
                                        facts.size(), facts.lastModifiedTime().toMillis(), check(file)));
            } catch (IOException gone) {
                LOG.warn("model.unreadable", "file", file.getFileName(), "why", String.valueOf(gone.getMessage()));
            }
        }
        entries.values().stream()
                .filter(old -> !now.containsValue(old))
                .forEach(old -> old.model().ifPresent(ServedModel::unload));
        entries = now;
        return now.values().stream().flatMap(entry -> entry.model().stream()).toList();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : all) {
                if (Files.isRegularFile(file) && files.size() < FILES_MAX) {
                    files.add(file);
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("model.folder.unreadable", "folder", folder, "why", String.valueOf(unreadable.getMessage()));
        }
        files.sort(null);
        return files;
    }

    private Optional<ServedModel> check(Path file) {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.substring(0, fileName.length() - ENDING.length());
        try {
            if (name.isBlank() || taken.contains(name)) {
                throw new GgufException("the name " + name + " belongs to a model of Aurora; rename the file");
            }
            return Optional.of(ServedModel.check(
                    new ServedModel.Named(name, Model.Purpose.GENERAL, ""), () -> ModelBytes.of(file), memory));
        } catch (GgufException | IOException unfit) {
            LOG.warn("model.refused", "file", fileName, "why", String.valueOf(unfit.getMessage()));
            return Optional.empty();
        }
    }
}
