package dev.restore.examples.boot.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The accounts, in the database of the history, so that no restore changes them. Passwords are hashed. */
public final class Accounts implements UserDetailsService {

    private static final int PASSWORD_BYTES = 15;

    private final JdbcTemplate sql;
    private final PasswordEncoder encoder;

    Accounts(JdbcTemplate sql, PasswordEncoder encoder) {
        this.sql = sql;
        this.encoder = encoder;
        sql.execute("create table if not exists console_account ("
                + "name varchar(100) primary key, password varchar(200) not null, role varchar(20) not null)");
    }

    /** Returns whether there is an account of a name. */
    boolean has(String name) {
        return !sql.queryForList("select 1 from console_account where name = ?", name)
                .isEmpty();
    }

    /** Makes an account, and returns whether it was this call that made it. */
    boolean create(String name, String password, Role role) {
        try {
            sql.update(
                    "insert into console_account (name, password, role) values (?, ?, ?)",
                    name,
                    encoder.encode(password),
                    role.name());
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Returns a password that nobody has used before. */
    static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        List<UserDetails> found = sql.query(
                "select name, password, role from console_account where name = ?",
                (row, number) -> User.withUsername(row.getString(1))
                        .password(row.getString(2))
                        .roles(row.getString(3))
                        .build(),
                username);
        if (found.isEmpty()) {
            throw new UsernameNotFoundException("no such account");
        }
        return found.get(0);
    }
}
