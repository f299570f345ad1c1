package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A grid of thumbnails with the image names as captions. */
final class ContactSheet {
    private static final int SIDE = 128;
    private static final int COLUMNS = 6;

    private ContactSheet() {}

    static ImageGrid of(Images images, int most) {
        int count = Math.min(most, images.size());
        List<Captioned> cells = IntStream.range(0, count)
                .mapToObj(i -> cell(images, (int) ((long) i * images.size() / count)))
                .toList();
        List<List<Captioned>> rows = new ArrayList<>();
        for (int i = 0; i < count; i += COLUMNS) {
            rows.add(cells.subList(i, Math.min(count, i + COLUMNS)));
        }
        return new ImageGrid(rows, 1);
    }

    private static Captioned cell(Images images, int index) {
        String name = images.names().get(index);
        try {
            return new Captioned(name, small(images.load(index).rgb()));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return new Captioned(name + " (unreadable)", Image.of(1, SIDE, SIDE, new float[SIDE * SIDE]));
        }
    }

    private static Image small(Image image) {
        double factor = (double) SIDE / Math.max(image.width(), image.height());
        int width = (int) Math.max(1, Math.round(image.width() * factor));
        int height = (int) Math.max(1, Math.round(image.height() * factor));
        return factor >= 1 ? image : Resampling.OPENCV_AREA.to(image, width, height);
    }
}
