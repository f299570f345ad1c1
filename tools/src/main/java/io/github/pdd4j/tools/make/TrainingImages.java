package io.github.pdd4j.tools.make;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
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

    /** The color photographs come first. */
    private static final int COLOR = 4;

    /** Photographs under CC BY 2.0, from which features are learned, too; {@code datasets/README.md} has their names. */
    static final List<String> MORE = List.of("china.jpg", "flower.jpg");

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
            for (int i = 0; i < (LEARNED.indexOf(name) < COLOR ? 16 : 6); i++) {
                images.add(photograph);
                names.add(name + " " + i);
            }
        }
        return Images.of(names, images);
    }

    /**
     * For features, which need variety: the same generated images and gray photographs, and the color photographs with
     * two more, each also at half its size and with its colors exchanged.
     */
    static Images learnedByFeatures(Path photographs) {
        List<Image> images = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Stream.concat(LEARNED.subList(0, COLOR).stream(), MORE.stream())
                .map(name -> photograph(photographs, name))
                .forEach(photograph -> {
                    Image half = Resampling.MATLAB_BICUBIC
                            .downscale(photograph.croppedToMultipleOf(2), 2)
                            .quantized();
                    add(images, names, 8, photograph);
                    add(images, names, 8, half);
                    add(images, names, 4, exchanged(photograph));
                    add(images, names, 4, exchanged(half));
                });
        for (String name : LEARNED.subList(COLOR, LEARNED.size())) {
            add(images, names, 4, photograph(photographs, name));
        }
        for (int i = 0; i < GENERATED; i++) {
            add(images, names, 1, SyntheticImages.image(i, SIDE, SIDE));
        }
        return Images.of(names, images);
    }

    private static void add(List<Image> images, List<String> names, int copies, Image image) {
        for (int i = 0; i < copies; i++) {
            names.add("image " + names.size());
            images.add(image);
        }
    }

    /** Green for red, blue for green, red for blue. */
    private static Image exchanged(Image image) {
        float[] values = image.values();
        float[] turned = new float[values.length];
        int plane = values.length / 3;
        System.arraycopy(values, plane, turned, 0, 2 * plane);
        System.arraycopy(values, 0, turned, 2 * plane, plane);
        return Image.of(3, image.height(), image.width(), turned);
    }

    static Images heldOut(Path photographs) {
        return Images.of(
                HELD_OUT,
                HELD_OUT.stream().map(name -> photograph(photographs, name)).toList());
    }

    /** {@code ./pdd fetch photographs} sorts the photographs into folders by their role in the first lesson. */
    private static Image photograph(Path photographs, String name) {
        return Stream.of("labeled", "unlabeled", "held-out", "../photographs-ccby")
                .map(role -> photographs.resolve(role).resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> ImageFiles.load(file).rgb())
                .orElseThrow(() ->
                        new IllegalArgumentException("photographs must hold " + name + ", got a folder without it, "
                                + photographs + ": bring them with ./pdd fetch photographs photographs-ccby"));
    }
}
