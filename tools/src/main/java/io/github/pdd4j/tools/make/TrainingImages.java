package io.github.pdd4j.tools.make;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.tools.paint.SyntheticImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The training images of the shipped networks: photographs with clear licenses and generated images. */
final class TrainingImages {
    /** Public domain or CC0; downloaded by {@code ./pdd fetch photographs}. */
    static final List<String> LEARNED = List.of(
            "chelsea.png",
            "rocket.jpg",
            "retina.jpg",
            "hubble_deep_field.jpg",
            "camera.png",
            "brick.png",
            "grass.png",
            "gravel.png");

    /** Held-out photographs, used only to measure the quality. */
    static final List<String> HELD_OUT = List.of("astronaut.png", "coffee.png");

    private static final int GENERATED = 96;
    private static final int SIDE = 320;

    private TrainingImages() {}

    /**
     * Color photographs are repeated 16 times and gray ones 6 times, so that nearly half of the training images are
     * photographs.
     */
    static Images learned(Path photographs) {
        List<Image> images = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            images.add(SyntheticImages.image(i, SIDE, SIDE));
            names.add("generated " + i);
        }
        for (String name : LEARNED) {
            Image photograph = photograph(photographs, name);
            for (int i = 0; i < (LEARNED.indexOf(name) < 4 ? 16 : 6); i++) {
                images.add(photograph);
                names.add(name + " " + i);
            }
        }
        return Images.of(names, images);
    }

    static Images heldOut(Path photographs) {
        return Images.of(
                HELD_OUT,
                HELD_OUT.stream().map(name -> photograph(photographs, name)).toList());
    }

    /** {@code ./pdd fetch photographs} sorts the photographs into folders by their role in the first lesson. */
    private static Image photograph(Path photographs, String name) {
        return Stream.of("labeled", "unlabeled", "held-out")
                .map(role -> photographs.resolve(role).resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> ImageFiles.load(file).rgb())
                .orElseThrow(() -> new IllegalArgumentException("photographs must hold " + name
                        + ", got a folder without it, " + photographs + ": bring them with ./pdd fetch photographs"));
    }
}
