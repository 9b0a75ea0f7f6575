package aurora.router.policy.learning;

/**
 * How many answers an engine writes at once, when it does not tell: begins with four, and learns from what is seen.
 * More that are written at once than it is taken for are proof. Fewer is a guess: an answer begins only when another
 * has ended, long after it was due; two such in a row with the same count are believed. Not thread-safe: one owner.
 */
public final class SlotCount {
    /** Taken until something else is seen; an Ollama has one to four unless it is told otherwise. */
    public static final int UNTOLD = 4;
    /** More are not looked at. */
    public static final int MAX = 64;

    private static final int VOTES = 2;

    private int count;
    private int vote;
    private int votes;

    private SlotCount(int count) {
        this.count = count;
    }

    /** Of an engine of which nothing is known. */
    public static SlotCount untold() {
        return new SlotCount(0);
    }

    /** As it was learnt before; 0 when it was not. */
    public static SlotCount learnt(int count) {
        return new SlotCount(Math.clamp(count, 0, MAX));
    }

    /** What is believed now. */
    public int now() {
        return count > 0 ? count : UNTOLD;
    }

    /** What was learnt; 0 when nothing was. */
    public int learnt() {
        return count;
    }

    /** An answer has begun, so that {@code writing} are written at once. */
    public void began(int writing) {
        if (writing > now()) {
            count = Math.min(MAX, writing);
        }
        if (writing > vote) {
            votes = 0;
        }
    }

    /** An answer began only when another had ended, long after it was due; {@code writing} are written at once now. */
    public void waited(int writing) {
        if (writing < 1 || writing >= now()) {
            return;
        }
        votes = writing == vote ? votes + 1 : 1;
        vote = writing;
        if (votes >= VOTES) {
            count = writing;
            votes = 0;
        }
    }
}
