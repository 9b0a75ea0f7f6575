package aurora.engine.minilm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The runtime's native libraries: which this machine needs, and unpacking them once into a folder of ours. */
final class Natives {
    private static final String ROOT = "/ai/onnxruntime/native/";
    private static final String PROPERTY = "onnxruntime.native.path";

    private Natives() {}

    /** The files this machine needs, as resources; empty when the runtime has none for it. */
    static Optional<List<String>> needed() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        String folder =
                (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux") + (arm ? "-aarch64" : "-x64");
        List<String> names = switch (folder.substring(0, 3)) {
            case "win" -> List.of("onnxruntime.dll", "onnxruntime4j_jni.dll");
            case "osx" -> List.of("libonnxruntime.dylib", "libonnxruntime4j_jni.dylib");
            default -> List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");
        };
        List<String> files =
                names.stream().map(name -> ROOT + folder + "/" + name).toList();
        boolean known = (arm || processor.equals("amd64") || processor.equals("x86_64"))
                && files.stream().allMatch(Natives::exists);
        return known ? Optional.of(files) : Optional.empty();
    }

    private static boolean exists(String resource) {
        return Natives.class.getResource(resource) != null;
    }

    /**
     * Unpacks {@code files} into {@code folder} unless they are there in the same size, and tells the runtime to load
     * them from there.
     */
    static void unpack(List<String> files, Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String file : files) {
            URL url = Natives.class.getResource(file);
            if (url == null) {
                throw new IOException("the program lacks " + file);
            }
            URLConnection resource = url.openConnection();
            resource.setUseCaches(false);
            try (InputStream in = resource.getInputStream()) {
                Path to = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
                if (!Files.exists(to) || Files.size(to) != resource.getContentLengthLong()) {
                    Path part = Files.createTempFile(folder, "unpack", ".part");
                    try (OutputStream out = Files.newOutputStream(part)) {
                        in.transferTo(out);
                    }
                    Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
    }
}
