package io.github.pdd4j.setting;

/** What gives a published value. */
public enum Source {
    /** The paper's text. */
    PAPER("paper"),

    /** The paper's text, for one of its two devices. */
    PAPER_PER_DEVICE("paper, per device"),

    /** The paper's EMA mode. */
    EMA_MODE("paper, EMA mode"),

    /** The paper's baseline. */
    NAIVE_DISTILLATION("paper, naive distillation"),

    /** The supervised part of the loss. */
    EQ_11("paper, Eq. 11"),

    /** The total loss. */
    EQ_12("paper, Eq. 12"),

    /** The two distances. */
    SECTION_3_2("paper, section 3.2"),

    /** Weights of the loss. */
    TABLE_4("supplement, Table 4"),

    /** Layers of the features. */
    TABLE_5("supplement, Table 5"),

    /** Where a term is left out. */
    TABLE_7_OR_NAIVE("paper, naive distillation; supplement, Table 7"),

    /** Other distances. */
    TABLE_9("supplement, Table 9"),

    /** What the authors published as code. */
    AUTHORS_CODE("authors' code");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
