package io.github.spencerpark.jupyter.kernel.display.mime;

public record MIMEType(String name) {
    public static MIMEType parse(String raw) {
        return new MIMEType(raw);
    }

    @Override
    public String toString() {
        return name;
    }
}
