package dev.restore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private static final Instant NOW = Instant.parse("2024-03-31T23:30:15.987Z");

    private final Placeholders placeholders =
            Placeholders.at(NOW, ZoneOffset.UTC, Map.of("USER_NAME", "ann \"o\"\n", "EMPTY", ""));

    private String fill(String text) {
        return placeholders.fill(text, "here", false);
    }

    @ParameterizedTest
    @CsvSource({
        "${now}, 2024-03-31T23:30:15Z",
        "${now-3d}, 2024-03-28T23:30:15Z",
        "${now+1d-12h+1m-16s}, 2024-04-01T11:30:59Z",
        "${now-1mo}, 2024-02-29T23:30:15Z",
        "${now+2w}, 2024-04-14T23:30:15Z",
        "${today}, 2024-03-31",
        "${today-1y+1mo-1d}, 2023-04-29",
        "${today-1d}T09:00:00Z, 2024-03-30T09:00:00Z",
        "${env:EMPTY}., .",
        "$${now}, ${now}",
        "$$${now}, $${now}",
        "$5 {now} $now, $5 {now} $now",
        "a ${today} b $${c} ${today} $, a 2024-03-31 b ${c} 2024-03-31 $"
    })
    void placeholdersStandForValues(String text, String value) {
        assertThat(fill(text)).isEqualTo(value);
    }

    @Test
    void idsOfANameAreTheSameAndOthersAreNot() {
        assertThat(fill("${uuid:alice}"))
                .isEqualTo(UUID.nameUUIDFromBytes("alice".getBytes(StandardCharsets.UTF_8))
                        .toString())
                .isNotEqualTo(fill("${uuid:bob}"));
        String two = fill("${uuid} ${uuid}");
        assertThat(two).hasSize(73);
        assertThat(UUID.fromString(two.substring(0, 36))).isNotEqualTo(UUID.fromString(two.substring(37)));
        assertThat(fill("${uuid} ${uuid}")).as("the same place, read again").isEqualTo(two);
        assertThat(placeholders.fill("${uuid}", "there", false)).isNotEqualTo(fill("${uuid}"));
        assertThat(Placeholders.at(NOW, ZoneOffset.UTC, Map.of()).fill("${uuid}", "here", false))
                .isNotEqualTo(fill("${uuid}"));
    }

    @Test
    void valuesWithinJsonAreWrittenAsInAString() {
        assertThat(placeholders.fill("{\"by\":\"${env:USER_NAME}\"}", "here", true))
                .isEqualTo("{\"by\":\"ann \\\"o\\\"\\u000a\"}");
        assertThat(fill("${env:USER_NAME}")).isEqualTo("ann \"o\"\n");
    }

    @Test
    void daysBeginInTheirZone() {
        Placeholders paris = Placeholders.at(NOW, ZoneId.of("Europe/Paris"), Map.of());
        assertThat(paris.timed()).isFalse();
        assertThat(paris.fill("${today} ${now}", "here", false)).isEqualTo("2024-04-01 2024-04-01T01:30:15+02:00");
        assertThat(paris.timed()).isTrue();
        assertThat(paris.moment()).isEqualTo(Instant.parse("2024-03-31T23:30:15Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${}",
                "${nwo}",
                "${now-3}",
                "${now 3d}",
                "${now-3d+}",
                "${now-3x}",
                "${today-3h}",
                "${todays}",
                "${uuid:}",
                "${uuid:a b}",
                "${env:}",
                "${ENV:A}",
                "${now-1234567s}"
            })
    void whatIsNoPlaceholderIsNamed(String text) {
        assertThatThrownBy(() -> fill("x " + text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text.substring(0, text.indexOf('}')));
    }

    @Test
    void aPlaceholderMustEndAndAVariableMustBeSet() {
        assertThatThrownBy(() -> fill("${now")).hasMessageContaining("no end");
        assertThatThrownBy(() -> fill("${env:NOT_SET}"))
                .hasMessageContaining("NOT_SET")
                .hasMessageContaining("not set");
    }
}
