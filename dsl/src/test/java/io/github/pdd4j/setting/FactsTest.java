package io.github.pdd4j.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsTest {
    @Test
    void equal_maps_have_equal_texts_whatever_their_order() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("images", "as stored");
        one.put("degradedBy", 4);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("degradedBy", 4);
        other.put("images", "as stored");

        assertThat(Facts.of(one)).hasToString(Facts.of(other).toString());
    }
}
