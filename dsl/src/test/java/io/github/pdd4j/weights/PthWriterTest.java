package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PthWriterTest {
    @TempDir
    Path folder;

    private static void assertSame(StateDict read, StateDict written) {
        assertThat(read.names()).isEqualTo(written.names());
        for (String name : read.names()) {
            assertThat(read.tensor(name))
                    .as(name)
                    .hasToString(written.tensor(name).toString());
            assertThat(read.tensor(name).raw())
                    .as(name)
                    .isEqualTo(written.tensor(name).raw());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pth", "a.safetensors"})
    void every_bit_comes_back(String name) {
        StateDict all = Checkpoints.read(PthTest.resource("everything.pth"));
        Map<String, StoredTensor> kept = new LinkedHashMap<>();
        for (String tensor : all.names()) {
            if (all.tensor(tensor).storedAs(StoredType.FLOAT32)
                    == all.tensor(tensor).type()) {
                kept.put(tensor, all.tensor(tensor));
            }
        }
        Path path = Checkpoints.write(StateDict.of(kept), folder.resolve(name), StoredType.FLOAT32);

        assertThat(kept).hasSizeGreaterThan(12);
        assertSame(Checkpoints.read(path), StateDict.of(kept));
    }

    @Test
    void a_file_that_is_read_can_be_written_over_with_the_same_bytes_each_time() throws IOException {
        Path path = Files.copy(PthTest.resource("everything.pth"), folder.resolve("a.pth"));
        Checkpoints.write(Checkpoints.read(path), path, StoredType.FLOAT16);
        byte[] once = Files.readAllBytes(path);
        Checkpoints.write(Checkpoints.read(path), path, StoredType.FLOAT16);

        assertThat(path).hasBinaryContent(once);
    }

    @Test
    void the_archive_is_one_that_other_readers_find_sound() throws IOException {
        StateDict weights = Checkpoints.read(PthTest.resource("everything.pth"));
        Path path = Checkpoints.write(weights, folder.resolve("a.pth"), StoredType.FLOAT32);

        try (var zip = new ZipFile(path.toFile())) {
            assertThat(zip.size()).isEqualTo(weights.size() + 3);
            assertThat(zip.getInputStream(zip.getEntry("archive/version")).readAllBytes())
                    .containsExactly('3', '\n');
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void pytorch_reads_what_was_written(StoredType type) throws Exception {
        String python = System.getProperty("pdd4j.python", System.getenv("PDD4J_PYTHON"));
        Golden.require(python != null, "no Python with PyTorch is named by pdd4j.python or PDD4J_PYTHON");
        Path original = PthTest.resource("everything.pth");
        Path written = Checkpoints.write(Checkpoints.read(original), folder.resolve("a.pth"), type);

        Process process = new ProcessBuilder(
                        python, "-c", COMPARISON, original.toString(), written.toString(), type.name())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("same");
    }

    private static final String COMPARISON = """
            import sys, torch
            a = torch.load(sys.argv[1], weights_only=True)
            kind = getattr(torch, sys.argv[3].lower())
            for mapped in (False, True):
                whole = torch.load(sys.argv[2], weights_only=True, mmap=mapped)
                assert list(whole) == ['params'], list(whole)
                b = whole['params']
                assert list(a) == list(b), list(b)
                for name in a:
                    x, y = a[name].detach(), b[name]
                    assert y.is_contiguous() and y.shape == x.shape, name
                    assert y.dtype == (kind if x.is_floating_point() else x.dtype), (name, y.dtype)
                    if x.dtype != y.dtype:
                        x = x.float().to(kind)
                    assert torch.equal(torch.nan_to_num(x), torch.nan_to_num(y)), (name, x, y)
                    assert torch.equal(torch.isnan(x), torch.isnan(y)), name
            print('same')
            """;
}
