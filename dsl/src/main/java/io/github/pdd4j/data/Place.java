package io.github.pdd4j.data;

/** A point of a drawing in pixels, and a direction there in radians. */
record Place(double x, double y, double angle) {

    static Place at(double x, double y) {
        return new Place(x, y, 0);
    }

    /** How far a point lies along the direction. */
    double along(double px, double py) {
        return (px - x) * Math.cos(angle) + (py - y) * Math.sin(angle);
    }

    /** How far a point lies beside the direction. */
    double across(double px, double py) {
        return (py - y) * Math.cos(angle) - (px - x) * Math.sin(angle);
    }

    Place moved(double dx, double dy) {
        return new Place(x + dx, y + dy, angle);
    }
}
