package io.github.pdd4j.network.vgg;

/** VGG19 (Simonyan and Zisserman 2015, configuration E) in torchvision's key layout, of any width. */
public final class Vgg19 extends Vgg {
    /** Called by the service loader. VGG16 ends at index 28. */
    public Vgg19() {
        super("VGG19", "features.34.weight", 2, 2, 4, 4, 4);
    }
}
