package io.github.pdd4j.tools.make;

import static io.github.pdd4j.Pdd.bicubic;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.data.Degradation;

/** Degradations that stand for an unknown camera. */
public enum Camera {
    /** Blur only, and what any camera adds. */
    MILD("blur 1.8, ×4, noise 1, JPEG 97") {
        @Override
        public Degradation degradation() {
            return Pdd.blur(1.8).toScale(4, bicubic()).then(Pdd.noise(1)).then(Pdd.jpeg(97));
        }
    },
    /** Blur, noise and compression. */
    JPEG("blur 1.5, ×4, noise 2, JPEG 90") {
        @Override
        public Degradation degradation() {
            return Pdd.blur(1.5).toScale(4, bicubic()).then(Pdd.noise(2)).then(Pdd.jpeg(90));
        }
    },
    /** The strong degradation of the lessons. */
    STRONG("blur 2, ×4, noise 6, JPEG 60") {
        @Override
        public Degradation degradation() {
            return Pdd.unknown(4);
        }
    };

    private final String text;

    Camera(String text) {
        this.text = text;
    }

    /**
     * Returns what the camera does to an image, ×4 smaller.
     *
     * @return the degradation
     */
    public abstract Degradation degradation();

    /**
     * Returns the degradation as people read it.
     *
     * @return the text
     */
    public String text() {
        return text;
    }
}
