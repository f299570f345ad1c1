package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.PictureGrid;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small versions of pictures in rows, under their names. */
final class ContactSheet {
    private static final int SIDE = 128;
    private static final int COLUMNS = 6;

    private ContactSheet() {}

    static PictureGrid of(Images images, int most) {
        int count = Math.min(most, images.size());
        List<Captioned> cells = IntStream.range(0, count)
                .mapToObj(i -> cell(images, (int) ((long) i * images.size() / count)))
                .toList();
        List<List<Captioned>> rows = new ArrayList<>();
        for (int i = 0; i < count; i += COLUMNS) {
            rows.add(cells.subList(i, Math.min(count, i + COLUMNS)));
        }
        return new PictureGrid(rows, 1);
    }

    private static Captioned cell(Images images, int index) {
        String name = images.names().get(index);
        try {
            return new Captioned(name, small(images.load(index).rgb()));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return new Captioned(name + " (unreadable)", Picture.of(1, SIDE, SIDE, new float[SIDE * SIDE]));
        }
    }

    private static Picture small(Picture picture) {
        double factor = (double) SIDE / Math.max(picture.width(), picture.height());
        int width = (int) Math.max(1, Math.round(picture.width() * factor));
        int height = (int) Math.max(1, Math.round(picture.height() * factor));
        return factor >= 1 ? picture : Resampling.OPENCV_AREA.to(picture, width, height);
    }
}
