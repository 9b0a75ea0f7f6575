package aurora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The house is tidy: sizes, names and marks, over the text of the source. Zero exceptions. */
final class TidyTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int LINE_COLUMNS = 120;
    private static final int FOLDER_FILES = 10;

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
    void methodsAreShort() throws IOException {
        List<String> wrong = new ArrayList<>();
        parse((file, trees) -> new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                long start = trees.getSourcePositions().getStartPosition(file, method);
                long end = trees.getSourcePositions().getEndPosition(file, method);
                long lines = end < 0
                        ? 0
                        : file.getLineMap().getLineNumber(end)
                                - file.getLineMap().getLineNumber(start)
                                + 1;
                if (lines > METHOD_LINES) {
                    wrong.add(file.getSourceFile().getName() + ": " + method.getName() + " has " + lines + " lines");
                }
                return super.visitMethod(method, nothing);
            }
        });
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
        Pattern left =
                Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|@Dis" + "abled|Assump" + "tions\\b");
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
    void aServicesFoldersAreSmall() {
        TreeMap<Path, Integer> files = new TreeMap<>();
        for (Path file : java("src")) {
            boolean service = FloorsTest.SERVICES.contains(file.getName(2).toString());
            if (service && !file.endsWith("package-info.java")) {
                files.merge(file.getParent(), 1, Integer::sum);
            }
        }
        files.values().removeIf(count -> count <= FOLDER_FILES);
        assertEquals(Map.of(), files, "more than " + FOLDER_FILES + " files: a part wants a folder of its own");
    }

    @Test
    void everyTopLevelTypeSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        parse((file, trees) -> new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (trees.getDocComment(getCurrentPath()) == null) {
                    silent.add(file.getSourceFile().getName() + ": " + type.getSimpleName());
                }
                return nothing;
            }
        });
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

    private interface Scan {
        TreePathScanner<Void, Void> over(CompilationUnitTree file, DocTrees trees);
    }

    private static void parse(Scan scan) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java("src")));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree file : task.parse()) {
                scan.over(file, trees).scan(file, null);
            }
        }
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
