package aurora.web;

import aurora.web.visit.Errors;
import aurora.web.visit.Visit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The built page from the jar. The addresses it knows are the page itself, which finds its own way; others are a small
 * page that says so. Files have hashed names and are kept by browsers for a year. Read and compressed once, when first
 * asked for. Thread-safe.
 */
final class PageFiles {
    private static final String FOLDER = "/aurora/web/page";
    private static final int PATH_MAX = 200;

    /** What {@code ui/src/store/route.ts} knows. */
    private static final Pattern PLACES = Pattern.compile("/|/c/[^/]{1,100}/?|/(setup|status|account|users)/?");

    /**
     * Nothing from elsewhere, nothing inline, no frame around it; scripts may put text into the page through Lit and
     * DOMPurify only, and start the one worker that colours code.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self';"
                    + " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none';"
                    + " object-src 'none'; require-trusted-types-for 'script';"
                    + " trusted-types lit-html dompurify aurora-worker";

    private static final List<String> COMMON = List.of(
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private static final Map<String, String> MEDIA = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, File> files = new ConcurrentHashMap<>();

    /** Answers with the page or one of its files. */
    void serve(Visit visit) throws IOException {
        String verb = visit.exchange().verb();
        if (!verb.equals("GET") && !verb.equals("HEAD")) {
            visit.answer(Errors.of(405, "wrong_method", "This path answers GET only."));
            return;
        }
        String path = visit.exchange().path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (PLACES.matcher(path).matches()) {
            send(visit, 200, file("/index.html").orElseThrow());
        } else if (!last.contains(".")) {
            send(visit, 404, file("/missing.html").orElseThrow());
        } else {
            Optional<File> file = plain(path) ? file(path) : Optional.empty();
            if (file.isEmpty()) {
                visit.answer(Errors.of(404, "not_found", "There is no such file."));
                return;
            }
            send(visit, 200, file.get());
        }
    }

    private static void send(Visit visit, int status, File file) throws IOException {
        List<String> headers = new ArrayList<>(COMMON);
        headers.addAll(List.of(
                "Content-Type",
                file.media(),
                "ETag",
                file.tag(),
                "Vary",
                "Accept-Encoding",
                "Cache-Control",
                file.lasting() ? "public, max-age=31536000, immutable" : "no-cache"));
        if (status == 200
                && visit.exchange()
                        .header("If-None-Match")
                        .filter(file.tag()::equals)
                        .isPresent()) {
            visit.answer(304, headers, new byte[0]);
            return;
        }
        boolean gzip = file.gzip().isPresent()
                && visit.exchange().header("Accept-Encoding").orElse("").contains("gzip");
        if (gzip) {
            headers.addAll(List.of("Content-Encoding", "gzip"));
        }
        visit.answer(
                status, headers, gzip ? file.gzip().get().copy() : file.plain().copy());
    }

    private static boolean plain(String path) {
        return path.length() <= PATH_MAX && path.matches("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+") && !path.contains("..");
    }

    private Optional<File> file(String name) {
        File known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            File read = File.of(name, in.readAllBytes());
            files.put(name, read);
            return Optional.of(read);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Bytes that nobody changes. */
    private static final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] copy() {
            return bytes.clone();
        }
    }

    private record File(String media, String tag, boolean lasting, Bytes plain, Optional<Bytes> gzip) {
        static File of(String name, byte[] bytes) throws IOException {
            String media = MEDIA.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            boolean worth = bytes.length > 500 && !media.startsWith("image/png");
            return new File(
                    media,
                    tag(bytes),
                    name.startsWith("/assets/"),
                    new Bytes(bytes),
                    worth ? Optional.of(new Bytes(gzip(bytes))) : Optional.empty());
        }

        private static String tag(byte[] bytes) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }

        private static byte[] gzip(byte[] bytes) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                zip.write(bytes);
            }
            return out.toByteArray();
        }
    }
}
