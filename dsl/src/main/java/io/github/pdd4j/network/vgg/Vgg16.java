package io.github.pdd4j.network.vgg;

/** VGG16 (Simonyan and Zisserman 2015, configuration D) in torchvision's key layout, of any width. */
public final class Vgg16 extends Vgg {
    /** Called by the service loader. VGG19 has no convolution at index 17. */
    public Vgg16() {
        super("VGG16", "features.17.weight", 2, 2, 3, 3, 3);
    }
}
