package io.github.pdd4j.setting;

/** The source of a published value. */
public enum Source {
    /** The main text of the paper. */
    PAPER("paper"),

    /** The main text of the paper, for one of its two devices. */
    PAPER_PER_DEVICE("paper, per device"),

    /** The EMA mode of the paper. */
    EMA_MODE("paper, EMA mode"),

    /** The naive distillation baseline of the paper. */
    NAIVE_DISTILLATION("paper, naive distillation"),

    /** Eq. 11, the supervised loss. */
    EQ_11("paper, Eq. 11"),

    /** Eq. 12, the total loss. */
    EQ_12("paper, Eq. 12"),

    /** Section 3.2, the two distances R_intra and R_inter. */
    SECTION_3_2("paper, section 3.2"),

    /** Table 4 of the supplement, the weights of the loss terms. */
    TABLE_4("supplement, Table 4"),

    /** Table 5 of the supplement, the feature layers. */
    TABLE_5("supplement, Table 5"),

    /** The naive distillation baseline and Table 7 of the supplement, which omit terms. */
    TABLE_7_OR_NAIVE("paper, naive distillation; supplement, Table 7"),

    /** Table 5 of the supplement, at the same depth of VGG16. */
    TABLE_5_IN_VGG16("supplement, Table 5, at the same depth of VGG16"),

    /** Table 9 of the supplement, alternative distances. */
    TABLE_9("supplement, Table 9"),

    /** The code published by the authors. */
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
