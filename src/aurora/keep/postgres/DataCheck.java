package aurora.keep.postgres;

import aurora.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a data directory can be started at all, and what PostgreSQL says about one that cannot. */
final class DataCheck {
    private static final Pattern GRAVE = Pattern.compile("\\b(?:FATAL|PANIC|ERROR): .*");
    private static final Pattern MORE = Pattern.compile("\\bDETAIL: .*");

    /** So much of one line is said. */
    private static final int LINE_MAX = 400;

    /** So many lines are said where none is grave. */
    private static final int LINES = 3;

    private DataCheck() {}

    /**
     * Makes sure that {@code data} was written by version {@code ours}, as far as that is known; 0 is not known.
     *
     * @throws Refusal when it was written by another version, or does not say by which
     */
    static void version(Path data, int ours) throws IOException {
        String text;
        try {
            text = new String(Files.readAllBytes(data.resolve("PG_VERSION")), StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException gone) {
            text = "";
        }
        if (!text.matches("\\d{1,4}(\\.\\d{1,4})?")) {
            throw new Refusal(
                    "The database in " + data + " is damaged: its file PG_VERSION is missing or does not name a"
                            + " version; " + copyOf(data),
                    null);
        }
        int theirs = Postgres.major(text);
        if (ours > 0 && theirs != ours) {
            throw new Refusal(
                    "The data in " + data + " is of PostgreSQL " + theirs + ", and this Aurora brings " + ours
                            + ", which cannot read it. Start the Aurora that it belongs to, or put back a copy of the"
                            + " data that is of PostgreSQL " + ours + ".",
                    null);
        }
    }

    /** Why a server over {@code data} dies at its start, from its last lines, and what to do. */
    static String whyItDies(Path data, Path log, List<String> lastLines) {
        return "PostgreSQL does not start: " + reason(lastLines) + ". If its data is damaged, this helps: "
                + copyOf(data) + " Its log is " + log + ".";
    }

    private static String copyOf(Path data) {
        return "put back a copy of " + data + ", whole; without a copy, move that folder away, and the node"
                + " begins with an empty database.";
    }

    /**
     * The last grave line with its details, without hints, which are for who runs PostgreSQL by hand; where there is
     * none, how the output ended.
     */
    static String reason(List<String> lines) {
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (GRAVE.matcher(lines.get(i)).find()) {
                last = i;
            }
        }
        if (last < 0) {
            List<String> end = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return end.isEmpty() ? "it says nothing" : cut(String.join(" | ", end));
        }
        StringBuilder said = new StringBuilder(cut(from(GRAVE, lines.get(last))));
        for (int i = last + 1; i < lines.size() && MORE.matcher(lines.get(i)).find(); i++) {
            said.append(" | ").append(cut(from(MORE, lines.get(i))));
        }
        return said.toString();
    }

    private static String from(Pattern wanted, String line) {
        return wanted.matcher(line)
                .results()
                .findFirst()
                .map(match -> match.group())
                .orElse(line);
    }

    private static String cut(String line) {
        String plain = line.replaceAll("\\s+", " ").strip().replaceFirst("\\.$", "");
        return plain.length() <= LINE_MAX ? plain : plain.substring(0, LINE_MAX) + "...";
    }
}
