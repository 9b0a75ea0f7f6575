package aurora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house is tidy: sizes, names and marks, over the text of the source. Zero exceptions. */
final class TidyTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int LINE_COLUMNS = 120;
    private static final Pattern METHOD = Pattern.compile(
            "^ {4}(?:@\\w+.*\\s)?(?:(?:public|private|protected|static|final|abstract|synchronized|default)\\s+)*"
                    + "(?:<[^>]+>\\s+)?[\\w.<>\\[\\]?,@ ]+\\s\\w+\\(.*");

    private static final Pattern TYPE = Pattern.compile("\\b(record|class|interface|enum) \\w+");

    @Test
    void filesAndLinesAreShort() {
        List<String> wrong = new ArrayList<>();
        for (Path file : java("src", "test")) {
            List<String> lines = lines(file);
            if (lines.size() > FILE_LINES) {
                wrong.add(file + " has " + lines.size() + " lines: it does more than one thing");
            }
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > LINE_COLUMNS) {
                    wrong.add(file + ":" + (i + 1) + " is longer than " + LINE_COLUMNS + " columns");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void methodsAreShort() {
        List<String> wrong = new ArrayList<>();
        for (Path file : java("src")) {
            List<String> lines = lines(file);
            int began = -1;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (began < 0 && METHOD.matcher(line).matches() && !line.contains("=") && !line.endsWith(";") && !line.endsWith("}")
                        && !TYPE.matcher(line).find()) {
                    began = i;
                } else if (began >= 0 && (line.equals("    }") || line.equals("    };"))) {
                    if (i - began + 1 > METHOD_LINES) {
                        wrong.add(file + ":" + (began + 1) + " is a method of " + (i - began + 1) + " lines");
                    }
                    began = -1;
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void namesSayWhatThingsAre() {
        Pattern vague = Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils|Base)\\.java");
        assertEquals(
                List.of(),
                java("src", "test").stream()
                        .filter(file -> vague.matcher(file.toString()).matches())
                        .toList());
    }

    @Test
    void nothingIsLeftForLater() {
        Pattern left = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|@Dis" + "abled");
        List<String> wrong = new ArrayList<>();
        for (Path file : java("src", "test")) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (left.matcher(lines.get(i)).find()) {
                    wrong.add(file + ":" + (i + 1) + " leaves something for later: do it or file it");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void testsDoNotSleep() {
        Pattern sleep = Pattern.compile("Thread\\.sleep|TimeUnit\\.\\w+\\.sleep");
        assertEquals(
                List.of(),
                java("test").stream()
                        .filter(file -> !file.endsWith("TidyTest.java"))
                        .filter(file -> lines(file).stream()
                                .anyMatch(line -> sleep.matcher(line).find()))
                        .toList(),
                "wait for the event instead");
    }

    @Test
    void everyPackageSaysWhatItIs() {
        TreeSet<Path> silent = new TreeSet<>();
        for (Path file : java("src")) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                silent.add(file.getParent());
            }
        }
        assertEquals(
                new TreeSet<Path>(), silent, "a package-info.java of a few lines: what it promises, needs, never does");
    }

    @Test
    void everyTopLevelTypeSaysWhatItIs() {
        Pattern type = Pattern.compile(
                "^(public )?(abstract |sealed |non-sealed |final )*(class|interface|record|enum|@interface) (\\w+).*");
        List<String> silent = new ArrayList<>();
        for (Path file : java("src")) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                Matcher matcher = type.matcher(lines.get(i));
                if (matcher.matches() && !documented(lines, i)) {
                    silent.add(file + ": " + matcher.group(4));
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void thereAreFewSuppressions() {
        long count = java("src").stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> line.contains("@SuppressWarnings"))
                .count();
        assertTrue(count <= 12, count + " suppressed warnings: mend the cause instead");
    }

    private static boolean documented(List<String> lines, int type) {
        for (int i = type - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.endsWith("*/")) {
                return true;
            }
            if (!line.startsWith("@")
                    && !line.startsWith("\"")
                    && !line.endsWith(",")
                    && !line.equals("})")
                    && !line.equals(")")
                    && !line.endsWith("{")
                    && !line.endsWith("(")
                    && !line.equals("}")) {
                return false;
            }
        }
        return false;
    }

    private static List<Path> java(String... roots) {
        List<Path> files = new ArrayList<>();
        for (String root : roots) {
            try (Stream<Path> walk = Files.walk(Path.of(root))) {
                walk.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return files;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
