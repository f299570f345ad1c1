package io.github.pdd4j.tools.paint;

/** A point in pixels with a direction, given by its cosine and sine. */
record Place(double x, double y, double cos, double sin) {

    /** Creates a point directed to the right. */
    static Place at(double x, double y) {
        return new Place(x, y, 1, 0);
    }

    /** Creates a point directed at an angle in radians, clockwise from the right. */
    static Place facing(double x, double y, double angle) {
        return new Place(x, y, Math.cos(angle), Math.sin(angle));
    }

    /** Returns the distance of a point along the direction. */
    double along(double px, double py) {
        return (px - x) * cos + (py - y) * sin;
    }

    /** Returns the distance of a point perpendicular to the direction. */
    double across(double px, double py) {
        return (py - y) * cos - (px - x) * sin;
    }

    /** Returns a translated point with the same direction. */
    Place moved(double dx, double dy) {
        return new Place(x + dx, y + dy, cos, sin);
    }

    /** Returns the point at a distance along and perpendicular to the direction. */
    Place inside(double along, double across) {
        return moved(along * cos - across * sin, along * sin + across * cos);
    }

    /** Returns the same point with its direction turned clockwise by an angle in radians. */
    Place turned(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Place(x, y, cos * c - sin * s, sin * c + cos * s);
    }
}
