package io.github.pdd4j.setting;

/** What a setting changes. This decides whether a run can be resumed with a different value. */
public enum Effect {
    /** The result: a run can be resumed only with the same value. */
    RESULT,

    /** The length: a run can be resumed with a larger value. */
    LENGTH,

    /** The execution, not the result: a run can be resumed with any value. */
    EXECUTION
}
