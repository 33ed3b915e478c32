package dev.restore.examples.boot.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses logins after too many that failed, before any password is looked at. */
final class LoginThrottle extends OncePerRequestFilter {

    private final LoginAttempts attempts;
    private final SecurityProblems problems;

    LoginThrottle(LoginAttempts attempts, SecurityProblems problems) {
        this.attempts = attempts;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || !request.getServletPath().equals("/login");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> locked = attempts.locked(name(request), request.getRemoteAddr());
        if (locked.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = locked.get().toSeconds() + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        problems.write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "Too many failed logins",
                "Too many logins have failed; try again in " + seconds + " s.");
    }

    static String name(HttpServletRequest request) {
        String name = request.getParameter("username");
        return name == null ? "" : name;
    }
}
