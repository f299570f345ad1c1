package io.github.pdd4j.weights;

import java.util.Arrays;

/** Reads the arrays of an ncnn {@code .bin} file in sequence. */
final class NcnnBinReader {
    static final int HALF_FLAG = 0x01306B47;
    static final int FLOAT_FLAG = 0;
    static final int ALIGNMENT = 4;

    private final CheckpointFile file;
    private final FileSlice bytes;
    private long place;

    NcnnBinReader(CheckpointFile file) {
        this.file = file;
        this.bytes = file.bytes();
    }

    /** Reads an array that is preceded by a flag for its number format. */
    StoredTensor flagged(String name, long... shape) {
        int flag = bytes.read(advance(name, Integer.BYTES), Integer.BYTES).getInt();
        if (flag == FLOAT_FLAG) {
            return plain(name, shape);
        }
        if (flag == HALF_FLAG) {
            return tensor(name, StoredType.FLOAT16, shape);
        }
        throw file.refused(
                "hold half or float weights",
                "quantized ones (flag 0x" + Integer.toHexString(flag) + ") for " + name,
                "use the network before its quantization");
    }

    /** Reads an array of float32 without a flag. */
    StoredTensor plain(String name, long... shape) {
        return tensor(name, StoredType.FLOAT32, shape);
    }

    private StoredTensor tensor(String name, StoredType type, long... shape) {
        StridedLayout extent = StridedLayout.dense(shape);
        if (!extent.fits(Long.MAX_VALUE) || extent.size() == 0 || extent.size() > bytes.size()) {
            throw file.damaged("have the size that its .param file says", name + " " + Arrays.toString(shape));
        }
        long length = extent.size() * type.bytes();
        long padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return new StoredTensor(type, extent, bytes.slice(advance(name, padded), length));
    }

    private long advance(String name, long length) {
        if (length > bytes.size() - place) {
            throw file.damaged(
                    "hold every array of its .param file", bytes.size() - place + " bytes for the rest from " + name);
        }
        long start = place;
        place += length;
        return start;
    }

    void checkEnd() {
        if (place != bytes.size()) {
            throw file.refused(
                    "end with the last array of its .param file",
                    bytes.size() - place + " bytes more",
                    "use the .bin and .param files of one network");
        }
    }
}
