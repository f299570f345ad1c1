package io.github.pdd4j.data;

import java.util.SplittableRandom;

/** Random generators seeded by integers only, so that any batch can be computed without the earlier ones. */
final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** Returns a generator seeded by this combination of numbers. */
    static SplittableRandom random(long... numbers) {
        long hash = 0;
        for (long number : numbers) {
            hash = mixed(hash + GOLDEN_GAMMA + mixed(number + GOLDEN_GAMMA));
        }
        return new SplittableRandom(hash);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): each input bit flips about half of the output bits. */
    private static long mixed(long z) {
        long first = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
        return second ^ second >>> 31;
    }

    /** Returns the numbers 0 ... n - 1 in random order (Fisher and Yates). */
    static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
