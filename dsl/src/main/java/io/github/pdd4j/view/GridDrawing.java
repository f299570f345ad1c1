package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Lays out and paints an image grid. */
final class GridDrawing {
    private static final int GUTTER = 10;
    private static final int CAPTION = 22;
    private static final long MAX_PIXELS = 40_000_000;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color INK = new Color(0x333333);

    private final ImageGrid grid;

    private GridDrawing(ImageGrid grid) {
        this.grid = grid;
    }

    static BufferedImage of(ImageGrid grid) {
        GridDrawing drawing = new GridDrawing(grid);
        long width = grid.rows().stream().mapToLong(drawing::width).max().orElseThrow();
        long height = GUTTER + grid.rows().stream().mapToLong(drawing::height).sum();
        if (width * height > MAX_PIXELS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an image grid must have at most 40 million pixels, got %d × %d: crop the images or lower the zoom",
                    width,
                    height));
        }
        return drawing.painted(new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB));
    }

    private BufferedImage painted(BufferedImage canvas) {
        Graphics2D pen = canvas.createGraphics();
        try {
            paint(pen, canvas);
        } finally {
            pen.dispose();
        }
        return canvas;
    }

    private void paint(Graphics2D pen, BufferedImage canvas) {
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        pen.setFont(FONT);
        pen.setColor(INK);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        int top = GUTTER;
        for (List<Captioned> row : grid.rows()) {
            paintRow(pen, row, top);
            top += height(row);
        }
    }

    private void paintRow(Graphics2D pen, List<Captioned> row, int top) {
        int left = GUTTER;
        int bottom = top + tallest(row);
        for (Captioned cell : row) {
            int width = width(row, cell);
            int height = height(row, cell);
            pen.drawImage(ImageFiles.toBufferedImage(cell.image()), left, bottom - height, width, height, null);
            FontMetrics metrics = pen.getFontMetrics();
            String caption = fitted(cell.caption(), metrics, width);
            pen.drawString(
                    caption, left + (width - metrics.stringWidth(caption)) / 2f, bottom + metrics.getAscent() + 3);
            left += width + GUTTER;
        }
    }

    private static String fitted(String caption, FontMetrics metrics, int width) {
        String shown = caption;
        while (metrics.stringWidth(shown) > width + GUTTER - 2 && shown.length() > 1) {
            shown = shown.substring(0, Math.max(0, shown.length() - 2)) + "…";
        }
        return shown;
    }

    private int width(List<Captioned> row) {
        return GUTTER + row.stream().mapToInt(cell -> width(row, cell) + GUTTER).sum();
    }

    private int width(List<Captioned> row, Captioned cell) {
        return factor(row, cell.image()) * cell.image().width();
    }

    private int height(List<Captioned> row) {
        boolean captions = row.stream().anyMatch(cell -> !cell.caption().isEmpty());
        return tallest(row) + GUTTER + (captions ? CAPTION : 0);
    }

    private int height(List<Captioned> row, Captioned cell) {
        return factor(row, cell.image()) * cell.image().height();
    }

    private int tallest(List<Captioned> row) {
        return row.stream().mapToInt(cell -> height(row, cell)).max().orElseThrow();
    }

    private int factor(List<Captioned> row, Image image) {
        int tallest = row.stream().mapToInt(cell -> cell.image().height()).max().orElseThrow();
        int widest = row.stream().mapToInt(cell -> cell.image().width()).max().orElseThrow();
        return grid.zoom() * Math.max(1, Math.min(tallest / image.height(), widest / image.width()));
    }
}
