package io.github.pdd4j.tools.paint;

/** A point of a drawing in pixels, and a direction there as its cosine and sine. */
record Place(double x, double y, double cos, double sin) {

    /** A point that looks to the right. */
    static Place at(double x, double y) {
        return new Place(x, y, 1, 0);
    }

    /** A point that looks in the direction of an angle in radians, clockwise from the right. */
    static Place facing(double x, double y, double angle) {
        return new Place(x, y, Math.cos(angle), Math.sin(angle));
    }

    /** How far a point lies along the direction. */
    double along(double px, double py) {
        return (px - x) * cos + (py - y) * sin;
    }

    /** How far a point lies beside the direction. */
    double across(double px, double py) {
        return (py - y) * cos - (px - x) * sin;
    }

    /** Elsewhere, looking the same way. */
    Place moved(double dx, double dy) {
        return new Place(x + dx, y + dy, cos, sin);
    }

    /** A place so far along the direction and so far beside it. */
    Place inside(double along, double across) {
        return moved(along * cos - across * sin, along * sin + across * cos);
    }

    /** Here, looking further to the right by an angle in radians. */
    Place turned(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Place(x, y, cos * c - sin * s, sin * c + cos * s);
    }
}
