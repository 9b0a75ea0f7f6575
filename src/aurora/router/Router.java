package aurora.router;

import aurora.engine.Engine;
import aurora.router.policy.Desk;
import aurora.router.render.Renderer;
import aurora.router.roster.EngineRoster;

/**
 * The router of this node. Thread-safe.
 *
 * <p>Its owner calls {@link #refresh} every 10 s and {@link #save} every few minutes.
 */
public final class Router implements AutoCloseable {
    private final RouterService service;
    private final EngineRoster roster;
    private final Desk desk;
    private final SpeedFile speeds;

    private Router(RouterService service, EngineRoster roster, Desk desk, SpeedFile speeds) {
        this.service = service;
        this.roster = roster;
        this.desk = desk;
        this.speeds = speeds;
    }

    /** A router that knows the engines people added; give it the node's own, then call {@link #refresh}. */
    public static Router open(RouterNeeds needs, RouterConfig config) {
        Desk desk = new Desk();
        SpeedFile speeds = new SpeedFile(needs.home());
        speeds.read().ifPresent(desk::restore);
        EngineRoster roster = new EngineRoster(
                needs.roster(),
                (option, millis) -> desk.roundTrip(option, millis, needs.clock().nanos()));
        roster.load();
        Renderer renderer =
                new Renderer(new Renderer.Needs(config, needs.clock(), needs.ids(), needs.metrics()), roster, desk);
        return new Router(new RouterService(needs.notes(), roster, renderer), roster, desk, speeds);
    }

    /** What others call. */
    public RouterApi api() {
        return service;
    }

    /**
     * Takes an engine of this node, such as the embedded one, and replaces one given before under its name. When a
     * person added one of that name, theirs stays and {@code engine} is closed.
     */
    public void give(Engine engine) {
        roster.give(engine);
    }

    /** Lets a given engine go; answers it renders are continued elsewhere. */
    public void withdraw(String name) {
        roster.withdraw(name);
    }

    /** Asks all engines for their models, on the background. */
    public void refresh() {
        roster.refresh();
    }

    /** Writes what was learnt to the home. */
    public void save() {
        speeds.write(desk.learned());
    }

    /** Whether an engine is ready to render. */
    public boolean ready() {
        return roster.slots().stream().anyMatch(slot -> slot.listing().ready());
    }

    /** Requests in flight now. */
    public int inFlight() {
        return desk.inFlight();
    }

    @Override
    public void close() {
        save();
        roster.close();
    }
}
