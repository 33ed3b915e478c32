package dev.restore.examples.boot.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first accounts. They are made when there are none by their names; later changes here change nothing.
 *
 * @param admin the name of the first one, who may do everything
 * @param adminPassword the password; one is made and printed when there is none
 * @param operator the name of one who only sees; none is made without a password
 * @param operatorPassword the password
 * @param lockout what logins that fail lead to
 */
@ConfigurationProperties("restore.accounts")
public record AccountProperties(
        @DefaultValue("admin") String admin,
        @Nullable String adminPassword,
        @DefaultValue("operator") String operator,
        @Nullable String operatorPassword,
        @DefaultValue Lockout lockout) {

    /**
     * What logins that fail lead to.
     *
     * @param failures after how many in a row, by one name from one address, none is tried for a while; 0 for never
     * @param duration for how long
     */
    public record Lockout(
            @DefaultValue("5") int failures,
            @DefaultValue("5m") Duration duration) {}
}
