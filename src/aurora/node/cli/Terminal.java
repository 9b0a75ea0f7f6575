package aurora.node.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints for people. Results go to standard output, progress and errors to standard error. */
final class Terminal {
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private Terminal() {}

    /** A line of a result. */
    static void print(String line) {
        OUT.println(line);
    }

    /** A line of progress. */
    static void say(String line) {
        ERR.println("  " + line);
    }

    /** A failure, in one line. */
    static void fail(String line) {
        ERR.println("aurora: " + line.strip());
    }

    /** A table with columns as wide as they need; the first row is the head. */
    static void table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        List<Integer> widths = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            int column = c;
            widths.add(rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c))
                        .append(" ".repeat(widths.get(c) - row.get(c).length() + 2));
            }
            print(line.toString().stripTrailing());
        }
    }

    /** The instant {@code text}, as an API tells it, to the second, in the time of {@code zone}. */
    static String time(String text, ZoneId zone) {
        try {
            return TIME.format(Instant.parse(text).atZone(zone));
        } catch (DateTimeParseException unknown) {
            return text;
        }
    }

    /** Bytes as people read them. */
    static String bytes(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
