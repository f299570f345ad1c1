package io.github.pdd4j.make;

import static io.github.pdd4j.Pdd.*;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class StepScratch {
    public static void main(String[] a) throws Exception {
        int crop = Integer.parseInt(a[1]);
        Images pictures = Images.in(Path.of("/work/main/datasets/generated/labeled"));
        int[] calls = {0};
        var sentence = distill(published().ema())
                .specialist(Network.of(InitialWeights.rrdbNet(64, 6, 32, 1), "rrdb"))
                .labeled(pictures.downscaledBy(bicubic()))
                .unlabeled(pictures)
                .features(FeatureExtractor.of(InitialWeights.vgg19(64, 2), "vgg", ""))
                .adversarial(x -> x.headStart(0))
                .warmUp(1)
                .batch(2)
                .crop(crop)
                .iterations(Integer.parseInt(a[2]))
                .precision(Precision.valueOf(a[0]));
        if (a.length > 3)
            sentence = sentence.loss("profile", 1e-9, p -> {
                calls[0]++;
                if (calls[0] == 8) ai.djl.pytorch.jni.JniUtils.startProfile(false, true, false);
                if (calls[0] == 9) ai.djl.pytorch.jni.JniUtils.stopProfile(a[3]);
                return p.specialist().unlabeled().mean();
            });
        Run run = sentence.train();
        double[] s = run.history().doubleColumn("seconds").asDoubleArray();
        double[] d = new double[s.length - 3];
        for (int i = 3; i < s.length; i++) d[i - 3] = s[i] - s[i - 1];
        Arrays.sort(d);
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmHWM"))
                .findFirst()
                .get();
        System.out.println(
                a[0] + " median " + d[d.length / 2] + " min " + d[0] + " max " + d[d.length - 1] + " " + peak);
        System.out.println(run.history().last(1));
    }
}
