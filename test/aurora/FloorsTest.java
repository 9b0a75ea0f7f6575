package aurora;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The floors of the house (ARCHITECTURE.md). Zero exceptions. */
final class FloorsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("aurora");

    /** The services of floor 3. */
    static final List<String> SERVICES = List.of("auth", "router", "chat", "web", "keep", "health");

    /** Each floor and the floors above it, which it must not know. */
    private static final Map<String, List<String>> ABOVE = Map.of(
            "base",
                    List.of(
                            "ground", "mesh", "engine", "auth", "router", "chat", "web", "keep", "health", "bench",
                            "node"),
            "ground", List.of("mesh", "engine", "auth", "router", "chat", "web", "keep", "health", "bench", "node"),
            "mesh", List.of("engine", "auth", "router", "chat", "web", "keep", "health", "bench", "node"),
            "engine", List.of("mesh", "auth", "router", "chat", "web", "keep", "health", "bench", "node"));

    @TestFactory
    Stream<DynamicTest> aFloorImportsOnlyLowerFloors() {
        return ABOVE.entrySet().stream()
                .map(floor -> DynamicTest.dynamicTest(
                        floor.getKey(),
                        () -> noClasses()
                                .that(resideInAnyPackage(in(floor.getKey())))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(floor.getValue().stream()
                                        .map(FloorsTest::in)
                                        .toArray(String[]::new)))
                                .because("data flows one way down the floors: move it to where both sides are known")
                                .check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> aServiceReachesAnotherOnlyThroughItsApi() {
        return SERVICES.stream()
                .map(service -> DynamicTest.dynamicTest(
                        service,
                        () -> noClasses()
                                .that(resideInAnyPackage(in(service)))
                                .should()
                                .dependOnClassesThat(isInsideOfAnother(service))
                                .because("services speak through XApi and its records: the other may be far away")
                                .check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> aPartKnowsOnlyTheFaceOfItsService() {
        return SERVICES.stream()
                .map(service -> DynamicTest.dynamicTest(
                        service,
                        () -> noClasses()
                                .that(resideInAnyPackage("aurora." + service + ".*.."))
                                .should()
                                .dependOnClassesThat(areInsideTheRootOf(service))
                                .because("a service's root ties its parts together; the parts do not know the knot")
                                .allowEmptyShould(true)
                                .check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> partsHaveNoCycles() {
        return SERVICES.stream()
                .map(service -> DynamicTest.dynamicTest(
                        service,
                        () -> slices().matching("aurora." + service + ".(*)..")
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .check(HOUSE)));
    }

    @Test
    void nobodyImportsTheNode() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("aurora.node..", "aurora.bench..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("aurora.node..", "aurora.bench.."))
                .because("wiring knows the parts; the parts do not know the wiring")
                .check(HOUSE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("aurora.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyTheGroundTouchesTheOutsideWorld() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("aurora.ground..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "java.net.http..",
                        "org.postgresql..",
                        "redis.clients..",
                        "io.helidon..",
                        "io.prometheus..",
                        "org.snakeyaml.."))
                .orShould()
                .dependOnClassesThat(named(
                        "java.lang.ProcessBuilder",
                        "java.net.Socket",
                        "java.net.ServerSocket",
                        "java.net.DatagramSocket",
                        "java.nio.channels.SocketChannel",
                        "java.util.concurrent.Executors",
                        "java.util.concurrent.ThreadPoolExecutor",
                        "java.util.Timer"))
                .because("sockets, processes, SQL and executors have their limits and failures handled once, in ground")
                .check(HOUSE);
    }

    @Test
    void onlyTheBaseAsksForTimeAndChance() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("aurora.base..")))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .because("a test or the simulator puts its own Clock and Ids in their place")
                .check(HOUSE);
    }

    @Test
    void apisSpeakNoLibrarysTypes() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are an Api or nested in one") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getName().matches("aurora\\.\\w+\\.\\w+Api(\\$.*)?");
                    }
                })
                .should(new ArchCondition<JavaClass>("have no third-party type in a public signature") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getMethods()
                                .forEach(method -> Stream.concat(
                                                method.getAllInvolvedRawTypes().stream(),
                                                Stream.of(method.getRawReturnType()))
                                        .map(JavaClass::getBaseComponentType)
                                        .filter(used -> !used.isPrimitive())
                                        .filter(used -> !used.getName().startsWith("java."))
                                        .filter(used -> !used.getName().startsWith("aurora."))
                                        .forEach(used -> events.add(SimpleConditionEvent.violated(
                                                method, method.getFullName() + " speaks " + used.getName()))));
                    }
                })
                .because("what a service promises must outlive the libraries it is built with")
                .check(HOUSE);
    }

    private static String in(String floor) {
        return "aurora." + floor + "..";
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        List<String> all = List.of(names);
        return new DescribedPredicate<>("are one of " + all) {
            @Override
            public boolean test(JavaClass type) {
                return all.contains(type.getName());
            }
        };
    }

    /** What lies in the service's own folder but its Api, with the Api's records, and its configuration. */
    private static DescribedPredicate<JavaClass> areInsideTheRootOf(String service) {
        return new DescribedPredicate<>("are inside of the root of " + service) {
            @Override
            public boolean test(JavaClass type) {
                return type.getPackageName().equals("aurora." + service)
                        && !type.getName().matches("aurora\\.\\w+\\.\\w+(Api|Config)(\\$.*)?");
            }
        };
    }

    /**
     * Services other than {@code service}, their Api, Api's records and contract tables excepted; the wiring floor is
     * no service.
     */
    private static DescribedPredicate<JavaClass> isInsideOfAnother(String service) {
        return new DescribedPredicate<>("are inside of another service") {
            @Override
            public boolean test(JavaClass type) {
                return SERVICES.stream()
                        .filter(other -> !other.equals(service))
                        .anyMatch(other -> type.getPackageName().startsWith("aurora." + other)
                                && !type.getName().matches("aurora\\.\\w+\\.\\w+(Api|Contract)(\\$.*)?"));
            }
        };
    }
}
