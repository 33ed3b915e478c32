package dev.restore.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameMatchTest {

    @Test
    void theSameNameWinsOverTheSameLetters() {
        assertThat(find("users", "Users", "users", "USERS")).containsExactly("users");
    }

    @Test
    void theSameLettersWinOverTheSameWords() {
        assertThat(find("orderLine", "ORDERLINE", "order_line")).containsExactly("ORDERLINE");
    }

    @Test
    void camelCaseFindsSnakeCaseAndTheOtherWayRound() {
        assertThat(find("orderLine", "order_line", "orders")).containsExactly("order_line");
        assertThat(find("order_line", "orderLine", "orders")).containsExactly("orderLine");
    }

    @Test
    void severalFitsAreAllReturned() {
        assertThat(find("users", "Users", "USERS")).containsExactly("Users", "USERS");
    }

    @Test
    void nothingFitsAnotherWord() {
        assertThat(find("user", "users")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"orderLine,order_line", "orderLineID,order_line_id", "HTTPServer,http_server", "a,a", "x1Y,x1_y"})
    void writesCamelCaseInSnakeCase(String camel, String snake) {
        assertThat(NameMatch.snake(camel)).isEqualTo(snake);
    }

    private static List<String> find(String wanted, String... candidates) {
        return NameMatch.find(wanted, List.of(candidates), Function.identity());
    }
}
