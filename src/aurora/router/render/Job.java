package aurora.router.render;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Message.Role;
import aurora.engine.Sampling;
import aurora.router.RouterApi.Missed;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Ask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request on its way: what was asked, and who was asked already. Not thread-safe: its reader's. */
final class Job {
    /** So many models of one engine are lost on one request before another engine is the better choice. */
    private static final int FAULTS_MAX = 2;

    final String id;
    final Instant at;
    final long startedNanos;
    final Caller caller;
    final GenerateRequest request;
    final Deadline deadline;
    final String prefer;
    final Set<Place> tried = new HashSet<>(4);
    final Map<Place, String> faults = new HashMap<>(4);
    boolean triedSameAgain;
    /** Whether the guide may be asked too; not while an engine that answers anything may come back. */
    boolean guideToo = true;

    Optional<Missed> missed = Optional.empty();

    Job(String id, Instant at, long startedNanos, Caller caller, GenerateRequest request, Rest rest) {
        this.id = id;
        this.at = at;
        this.startedNanos = startedNanos;
        this.caller = caller;
        this.request = request;
        this.deadline = rest.deadline;
        this.prefer = rest.prefer;
    }

    /** What else a job needs. */
    record Rest(Deadline deadline, String prefer) {}

    /** Why {@code place} is left for those of other engines: enough models of its engine have failed this request. */
    Optional<String> givenUp(Place place) {
        long failed = faults.keySet().stream()
                .filter(it -> it.node().equals(place.node()) && it.engine().equals(place.engine()))
                .count();
        return failed < FAULTS_MAX ? Optional.empty() : Optional.of("Other models of it failed for this request.");
    }

    String asked() {
        return request.model();
    }

    /** What the policy has to know of {@code what}, which is this job's request or its continuation. */
    Ask ask(GenerateRequest what, boolean any) {
        long chars = what.tools().map(String::length).orElse(0);
        long hash = caller.user().hashCode();
        boolean begun = false;
        for (Message message : what.messages()) {
            chars += message.text().length()
                    + message.toolCalls().map(String::length).orElse(0);
            if (!begun) {
                hash = 31 * hash + message.text().hashCode();
                begun = message.role() == Role.USER;
            }
        }
        int limit = what.sampling().maxTokens().orElse(0);
        return new Ask(hash, (int) Math.min(Integer.MAX_VALUE, chars), Math.max(0, limit), any, prefer);
    }

    /**
     * The request that makes another engine go on after {@code text}, of which {@code tokens} have been counted.
     * Structured output starts over instead, because an engine's grammar cannot begin in the middle.
     */
    GenerateRequest continuation(String text, int tokens) {
        Sampling sampling = withTokensLess(request.sampling(), tokens);
        if (text.isEmpty() || request.format().isPresent()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        String before = request.continueLast() ? messages.removeLast().text() : "";
        messages.add(Message.of(Role.ASSISTANT, before + text));
        return request.goingOn(messages, sampling);
    }

    private static Sampling withTokensLess(Sampling from, int tokens) {
        Optional<Integer> left = from.maxTokens().map(max -> Math.max(1, max - tokens));
        return new Sampling(
                from.temperature(), from.topP(), from.topK(), left, from.seed(), from.stop(), from.repeatPenalty());
    }
}
