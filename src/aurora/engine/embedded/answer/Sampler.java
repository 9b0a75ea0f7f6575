package aurora.engine.embedded.answer;

import aurora.engine.Sampling;
import aurora.engine.embedded.kernels.Exp;
import aurora.engine.embedded.tokens.Ints;
import java.util.Arrays;

/**
 * Chooses the next token: penalty for repetition, then the likeliest (temperature 0), or by chance among the
 * likeliest k that make up the share p. The same seed and logits give the same choices. One user at a time; allocates
 * nothing per token.
 */
final class Sampler {
    /** Tokens back from here that the penalty looks at. */
    private static final int PENALTY_WINDOW = 64;

    private final Choice choice;
    private final long[] ranked;
    private final float[] shares;
    private long state;

    /**
     * Settled values of a {@link Sampling}.
     *
     * @param temperature 0 is always the likeliest
     * @param topK the likeliest k only; the whole vocabulary when 0
     * @param topP share of the nucleus; 1 is all
     * @param repeatPenalty divides positive logits of tokens said before; 1 is none
     * @param seed start of the random numbers
     */
    record Choice(double temperature, int topK, double topP, double repeatPenalty, long seed) {

        /** The likeliest token, always. */
        static final Choice GREEDY = new Choice(0, 0, 1, 1, 0);

        /** What {@code sampling} asks, else what {@code standard} says. */
        static Choice of(Sampling sampling, Choice standard, long seed) {
            return new Choice(
                    sampling.temperature().orElse(standard.temperature),
                    sampling.topK().orElse(standard.topK),
                    sampling.topP().orElse(standard.topP),
                    sampling.repeatPenalty().orElse(standard.repeatPenalty),
                    sampling.seed().orElse(seed));
        }
    }

    Sampler(Choice choice, int vocabulary) {
        this.choice = choice;
        boolean greedy = choice.temperature() <= 0;
        ranked = new long[greedy ? 0 : vocabulary];
        shares = new float[greedy ? 0 : vocabulary];
        state = choice.seed();
    }

    /** Chooses by {@code logits}, which it may change; {@code said} is everything read and written so far. */
    int choose(float[] logits, Ints said) {
        if (choice.repeatPenalty() != 1) {
            penalise(logits, said);
        }
        return choice.temperature() <= 0 ? likeliest(logits) : draw(logits);
    }

    private void penalise(float[] logits, Ints said) {
        float penalty = (float) choice.repeatPenalty();
        int start = Math.max(0, said.size() - PENALTY_WINDOW);
        for (int i = start; i < said.size(); i++) {
            int token = said.get(i);
            boolean first = true;
            for (int j = start; j < i && first; j++) {
                first = said.get(j) != token;
            }
            if (first) {
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
            }
        }
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > max) {
                max = logits[i];
                best = i;
            }
        }
        return best;
    }

    private int draw(float[] logits) {
        int k = rank(logits);
        float max = logits[token(k - 1)];
        float sum = 0;
        for (int i = 0; i < k; i++) {
            float share = Exp.of((float) ((logits[token(i)] - max) / choice.temperature()));
            shares[i] = Float.isNaN(share) ? 0 : share;
            sum += shares[i];
        }
        float nucleus = 0;
        int last = k;
        while (last > 0 && nucleus < choice.topP() * sum) {
            nucleus += shares[--last];
        }
        double target = next() * nucleus;
        for (int i = k - 1; i > last; i--) {
            target -= shares[i];
            if (target < 0) {
                return token(i);
            }
        }
        return token(Math.min(last, k - 1));
    }

    /**
     * Puts the likeliest k tokens in rising order into {@link #ranked} and says how many they are; a heap finds few
     * among many.
     */
    private int rank(float[] logits) {
        int n = logits.length;
        int k = choice.topK() <= 0 ? n : Math.min(choice.topK(), n);
        for (int i = 0; i < k; i++) {
            ranked[i] = key(logits[i], i);
        }
        if (k < n) {
            for (int i = k / 2 - 1; i >= 0; i--) {
                sink(i, k);
            }
            for (int i = k; i < n; i++) {
                long key = key(logits[i], i);
                if (key > ranked[0]) {
                    ranked[0] = key;
                    sink(0, k);
                }
            }
        }
        Arrays.sort(ranked, 0, k);
        return k;
    }

    private void sink(int from, int size) {
        long key = ranked[from];
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && ranked[child + 1] < ranked[child]) {
                child++;
            }
            if (ranked[child] >= key) {
                break;
            }
            ranked[at] = ranked[child];
            at = child;
        }
        ranked[at] = key;
    }

    private int token(int rank) {
        return (int) ~ranked[rank];
    }

    /** Sorts as the logit does, equal ones by lower token last; what is not a number comes first. */
    private static long key(float logit, int token) {
        int bits = Float.floatToIntBits(Float.isNaN(logit) ? Float.NEGATIVE_INFINITY : logit);
        int ordered = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        return ((long) ordered << 32) | (~token & 0xFFFF_FFFFL);
    }

    /** SplitMix64 (Steele, Lea, Flood 2014), as a fraction from 0 to 1. */
    private double next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1.0p-53;
    }
}
