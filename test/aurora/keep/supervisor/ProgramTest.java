package aurora.keep.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.process.ChildSpec;
import aurora.keep.KeepApi.Owner;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.KeepApi.State;
import aurora.keep.ProgramsFolder;
import aurora.keep.driver.Driver;
import aurora.keep.driver.Redis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ProgramTest {
    private static final Clock CLOCK = Clock.system();
    private static final Ids IDS = Ids.secure();
    private static final Duration OFTEN = Duration.ofMillis(50);

    @RegisterExtension
    final ProgramsFolder here = new ProgramsFolder();

    @Test
    void aHungProgramIsFoundAndGoesOnWhenItCan() throws Exception {
        Redis redis = new Redis(here.host(), IDS, Optional.empty());
        try (Program program = new Program(redis, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(30), Progress.SILENT);
            long pid = program.state().pid().orElseThrow();
            signal("STOP", pid);
            assertEquals(
                    pid,
                    await(program, state -> state.state() == State.DEGRADED)
                            .pid()
                            .orElseThrow());
            signal("CONT", pid);
            assertEquals(
                    pid,
                    await(program, state -> state.state() == State.READY).pid().orElseThrow());
        }
    }

    @Test
    void aProgramThatOnlyDiesIsTriedAgainAndShowsItsLastLines() throws Exception {
        Scripted dying = new Scripted("echo started; echo broken >&2; exit 1", false);
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            ProgramState state = await(program, now -> now.state() == State.BACKOFF);
            assertEquals(List.of("started", "broken"), state.lastLines());
            assertEquals("It ended with code 1.", state.detail());
            assertTrue(state.pid().isEmpty());
            await(program, now -> dying.starts.get() >= 2);
            Refusal late = assertThrows(Refusal.class, () -> program.awaitReady(in(0), Progress.SILENT));
            assertTrue(String.valueOf(late.getMessage()).contains("script is not ready"), late.toString());
        }
    }

    @Test
    void whoseStartFailsTwiceWithAReasonIsRefusedWithIt() throws Exception {
        Scripted dying = new Scripted("echo FATAL broken; exit 1", false) {
            @Override
            public Optional<String> whyItDies(List<String> lastLines) {
                return Optional.of("It says: " + lastLines);
            }
        };
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            Refusal why = assertThrows(Refusal.class, () -> program.awaitReady(in(30), Progress.SILENT));
            assertEquals("It says: [FATAL broken]", why.getMessage());
            assertEquals(2, dying.starts().get());
            await(program, now -> now.state() == State.FAILED);
        }
    }

    @Test
    void whatCannotBeStartedIsToldSoonWithItsReasonAndTriedOn() throws Exception {
        for (Exception wrong : List.of(new IOException("initdb says: no such user"), new SecurityException("sealed"))) {
            AtomicInteger tries = new AtomicInteger();
            Scripted vain = new Scripted("exec sleep 600", true) {
                @Override
                public Start start() throws IOException {
                    tries.incrementAndGet();
                    if (wrong instanceof IOException io) {
                        throw io;
                    }
                    throw (RuntimeException) wrong;
                }
            };
            try (Program program = new Program(vain, CLOCK, IDS, OFTEN)) {
                program.start();
                Refusal why = assertThrows(Refusal.class, () -> program.awaitReady(in(30), Progress.SILENT));
                assertTrue(
                        String.valueOf(why.getMessage()).contains(String.valueOf(wrong.getMessage())), why.toString());
                await(program, now -> tries.get() >= 3);
            }
        }
    }

    @Test
    void whatADefectLeavesRunningIsEndedBeforeTheNextLife() throws Exception {
        AtomicBoolean defect = new AtomicBoolean();
        Scripted odd = new Scripted("exec sleep 600", true) {
            @Override
            public void check() {
                if (defect.getAndSet(false)) {
                    throw new IllegalStateException("a defect");
                }
            }
        };
        try (Program program = new Program(odd, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(30), Progress.SILENT);
            ProcessHandle first =
                    ProcessHandle.of(program.state().pid().orElseThrow()).orElseThrow();
            defect.set(true);
            await(program, now -> now.state() == State.READY && odd.starts().get() == 2);
            assertFalse(first.isAlive(), "two lives at once");
        }
    }

    @Test
    void whatWasReadyIsTriedOnThoughItHasAReason() throws Exception {
        Scripted dying = new Scripted("exec sleep 600", true) {
            @Override
            public Optional<String> whyItDies(List<String> lastLines) {
                return Optional.of("no use");
            }

            @Override
            public Start start() throws IOException, InterruptedException {
                return starts().get() == 0 ? super.start() : dead();
            }

            private Start dead() throws IOException, InterruptedException {
                starts().incrementAndGet();
                ChildSpec spec = ChildSpec.of("script", List.of("/bin/sh", "-c", "exit 1"));
                return new Ours(here.spawner().spawn(spec), Path.of("/bin/sh"));
            }
        };
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(30), Progress.SILENT);
            dying.answers = false;
            signal("KILL", program.state().pid().orElseThrow());
            await(program, now -> dying.starts().get() >= 4);
        }
    }

    @Test
    void whatHangsForLongIsReplaced() throws Exception {
        Scripted hung = new Scripted("exec sleep 600", true);
        try (Program program = new Program(hung, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(20), Progress.SILENT);
            long pid = program.state().pid().orElseThrow();
            hung.answers = false;
            await(program, now -> now.state() == State.BACKOFF);
            assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
            hung.answers = true;
            ProgramState after = await(program, now -> now.state() == State.READY);
            assertNotEquals(pid, after.pid().orElseThrow());
        }
    }

    @Test
    void whoWaitsIsToldHowLong() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Program program = new Program(new Scripted("exec sleep 600", false), CLOCK, IDS, OFTEN)) {
            program.start();
            await(program, state -> state.pid().isPresent());
            Deadline soon = Deadline.after(CLOCK, Duration.ofMillis(500));
            Refusal late = assertThrows(Refusal.class, () -> program.awaitReady(soon, (what, done) -> told.add(what)));
            String said = String.valueOf(late.getMessage());
            assertTrue(said.matches("script is not ready after \\d+ s\\. does nothing"), said);
            assertTrue(told.getFirst().matches("waiting for script, \\d+ s"), told::toString);
        }
    }

    /** The node goes on without it, so it says once what a person must know. */
    @Test
    void somebodyElsesThatIsNotThereIsNotedOnce() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        List<String> notes = new CopyOnWriteArrayList<>();
        Scripted theirs = new Scripted("", false) {
            @Override
            public Owner owner() {
                return Owner.EXTERNAL;
            }

            @Override
            public Start start() {
                return new Theirs();
            }

            @Override
            public void check() throws IOException {
                looks.incrementAndGet();
                super.check();
            }
        };
        try (Program program = new Program(theirs, CLOCK, IDS, OFTEN)) {
            program.start(new Progress() {
                @Override
                public void at(String what, double done) {}

                @Override
                public void note(String what) {
                    notes.add(what);
                }
            });
            await(program, state -> looks.get() >= 3);
            assertEquals(
                    List.of("script does not answer: does nothing. It is asked again; start it, or correct"
                            + " its address."),
                    notes);
        }
    }

    @Test
    void whyItIsAbsentIsSaidThoughItRanBefore() throws Exception {
        Scripted dying = new Scripted("echo started; exec sleep 600", true);
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            ProgramState ready = await(program, now -> now.state() == State.READY);
            await(program, now -> now.lastLines().equals(List.of("started")));
            dying.absent = true;
            signal("KILL", ready.pid().orElseThrow());
            await(program, now -> now.detail().equals("away"));
        }
    }

    @Test
    void whatIsAbsentStaysSoSinceTheFirstLook() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Scripted absent = new Scripted("", false) {
            @Override
            public Start start() {
                looks.incrementAndGet();
                return new Absent("There is none.", Duration.ofSeconds(30));
            }
        };
        try (Program program = new Program(absent, CLOCK, IDS, OFTEN)) {
            program.start();
            // At the second look the first is over.
            await(program, state -> looks.get() >= 2);
            ProgramState first = await(program, state -> state.state() == State.STOPPED);
            await(program, state -> looks.get() >= 4);
            ProgramState later = await(program, state -> state.state() == State.STOPPED);
            assertEquals(first.since(), later.since());
            assertEquals(List.of("There is none.", List.of()), List.of(later.detail(), later.lastLines()));
        }
    }

    @Test
    void stoppingMeansStopped() throws Exception {
        Scripted sleeping = new Scripted("echo up; exec sleep 600", true);
        Program program = new Program(sleeping, CLOCK, IDS, OFTEN);
        program.start();
        program.awaitReady(in(20), Progress.SILENT);
        ProcessHandle process =
                ProcessHandle.of(program.state().pid().orElseThrow()).orElseThrow();
        program.close();
        process.onExit().get(20, TimeUnit.SECONDS);
        assertEquals(State.STOPPED, program.state().state());
        program.start();
        assertEquals(1, sleeping.starts.get(), "and not started again");
    }

    private void signal(String name, long pid) throws Exception {
        here.spawner()
                .run(
                        ChildSpec.of("kill", List.of("/bin/sh", "-c", "kill -" + name + " " + pid)),
                        Duration.ofSeconds(20));
    }

    private static ProgramState await(Program program, Predicate<ProgramState> wanted) throws InterruptedException {
        Deadline deadline = in(30);
        // What is returned is what was looked at: a moment later it may be in another state.
        ProgramState now = program.state();
        while (!wanted.test(now)) {
            assertFalse(deadline.passed(), now.toString());
            CLOCK.pause(Duration.ofMillis(5));
            now = program.state();
        }
        return now;
    }

    private static Deadline in(int seconds) {
        return Deadline.after(CLOCK, Duration.ofSeconds(seconds));
    }

    /** A shell script as a kept program. */
    private class Scripted implements Driver {
        private final String script;
        private volatile boolean answers;
        private volatile boolean absent;
        private final AtomicInteger starts = new AtomicInteger();

        Scripted(String script, boolean answers) {
            this.script = script;
            this.answers = answers;
        }

        AtomicInteger starts() {
            return starts;
        }

        @Override
        public String name() {
            return "script";
        }

        @Override
        public Owner owner() {
            return Owner.EMBEDDED;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration hungAfter() {
            return OFTEN.multipliedBy(4);
        }

        @Override
        public Start start() throws IOException, InterruptedException {
            starts.incrementAndGet();
            if (absent) {
                return new Absent("away", Duration.ofSeconds(30));
            }
            return new Ours(
                    here.spawner().spawn(ChildSpec.of("script", List.of("/bin/sh", "-c", script))), Path.of("/bin/sh"));
        }

        @Override
        public void check() throws IOException {
            if (!answers) {
                throw new IOException("does nothing");
            }
        }
    }
}
