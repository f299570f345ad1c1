package io.github.pdd4j.setting;

/** What a setting changes, which decides whether a run may go on with another value of it. */
public enum Effect {
    /** What is computed: a run goes on with the same value only. */
    RESULT,

    /** How long it is computed: a run goes on with a larger value. */
    LENGTH,

    /** How it is carried out, nothing of what is computed: a run goes on with any value. */
    EXECUTION
}
