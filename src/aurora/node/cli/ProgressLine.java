package aurora.node.cli;

import aurora.base.Progress;

/** Shows progress on the terminal, a line for each step and each tenth of it. Thread-safe. */
final class ProgressLine implements Progress {
    private String step = "";
    private int tenth = -1;

    @Override
    public synchronized void at(String what, double done) {
        int now = (int) (done * 10);
        if (what.equals(step) && now == tenth) {
            return;
        }
        if (!what.equals(step)) {
            Terminal.say(what + " ...");
        } else if (now > 0) {
            Terminal.say(what + " " + now * 10 + " %");
        }
        step = what;
        tenth = now;
    }
}
