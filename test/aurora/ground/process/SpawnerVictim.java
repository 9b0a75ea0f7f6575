package aurora.ground.process;

import aurora.base.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A program that starts two children, prints their process ids, and waits to be killed. */
final class SpawnerVictim {
    private SpawnerVictim() {}

    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.system();
        Spawner spawner = switch (arguments[0]) {
            case "wrapper" ->
                new Spawner(clock, Optional.empty(), Spawner.apart(Programs.find("setsid"), Optional.empty()));
            case "perl" -> new Spawner(clock, Optional.empty(), Spawner.apart(Optional.empty(), Programs.find("perl")));
            default -> new Spawner(clock);
        };
        ChildSpec spec = ChildSpec.of("sleeper", List.of("/bin/sh", "-c", "echo up; exec sleep 600"));
        // From a thread that ends at once: the child must not notice.
        Child[] child = new Child[2];
        for (int i = 0; i < 2; i++) {
            int at = i;
            Thread thread = Thread.ofVirtual().start(() -> child[at] = spawn(spawner, spec));
            thread.join();
            while (child[at].lastLines().isEmpty()) {
                Clock.system().pause(Duration.ofMillis(5));
            }
        }
        for (Child one : child) {
            ProcessHandle.of(one.pid()).orElseThrow().descendants().forEach(below -> System.out.println(below.pid()));
            System.out.println(one.pid());
        }
        System.out.println("ready");
        Clock.system().pause(Duration.ofMinutes(10));
    }

    private static Child spawn(Spawner spawner, ChildSpec spec) {
        try {
            return spawner.spawn(spec);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
