package dev.restore.examples.boot.security;

import dev.restore.examples.boot.operations.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** Answers logins, and writes down who has logged in. Names that failed are not kept: people type passwords there. */
@Component
class LoginAudit implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private final Audit audit;
    private final SecurityProblems problems;
    private final LoginAttempts attempts;
    private final Accounts accounts;

    LoginAudit(Audit audit, SecurityProblems problems, LoginAttempts attempts, Accounts accounts) {
        this.audit = audit;
        this.problems = problems;
        this.attempts = attempts;
        this.accounts = accounts;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        attempts.succeeded(LoginThrottle.name(request), request.getRemoteAddr());
        audit.write(authentication.getName(), "LOGIN", "");
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        String name = LoginThrottle.name(request);
        if (attempts.failed(name, request.getRemoteAddr()) && accounts.has(name)) {
            audit.write(name, "LOCKED", "too many failed logins from " + request.getRemoteAddr());
        }
        problems.write(response, HttpStatus.UNAUTHORIZED, "Not logged in", "The name or the password is not right.");
    }
}
