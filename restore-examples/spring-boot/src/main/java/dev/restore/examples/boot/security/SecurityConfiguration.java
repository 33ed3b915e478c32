package dev.restore.examples.boot.security;

import dev.restore.examples.boot.operations.HistoryDatabase;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Sessions with a login page, tokens against requests from other sites, and two roles. What reads is open to both; whatever changes
 * something takes an ADMIN, also what is added later.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountProperties.class)
class SecurityConfiguration {

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain security(
            HttpSecurity http, SecurityProblems problems, LoginAudit audit, LoginAttempts attempts) {
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers("/login.html", "/assets/**", "/actuator/health")
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, "/**")
                                .hasAnyRole(Role.ADMIN.name(), Role.OPERATOR.name())
                                .requestMatchers(HttpMethod.POST, "/api/backups/*/plan")
                                .hasAnyRole(Role.ADMIN.name(), Role.OPERATOR.name())
                                .anyRequest()
                                .hasRole(Role.ADMIN.name()))
                .addFilterBefore(new LoginThrottle(attempts, problems), UsernamePasswordAuthenticationFilter.class)
                .csrf(CsrfConfigurer::spa)
                .formLogin(login -> login.loginPage("/login.html")
                        .loginProcessingUrl("/login")
                        .successHandler(audit)
                        .failureHandler(audit)
                        .permitAll())
                .logout(logout -> logout.logoutUrl("/logout")
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                                problems, PathPatternRequestMatcher.pathPattern("/api/**"))
                        .defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
                                PathPatternRequestMatcher.pathPattern("/actuator/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/login.html"), request -> true)
                        .accessDeniedHandler(problems))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), microphone=(), geolocation=()")))
                .build();
    }

    @Bean
    LoginAttempts loginAttempts(AccountProperties settings) {
        return new LoginAttempts(
                settings.lockout().failures(), settings.lockout().duration(), Clock.systemUTC());
    }

    @Bean
    PasswordEncoder passwords() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    Accounts accounts(HistoryDatabase history, PasswordEncoder passwords) {
        return new Accounts(new JdbcTemplate(history.dataSource()), passwords);
    }

    @Bean
    ApplicationRunner firstAccounts(Accounts accounts, AccountProperties settings) {
        return arguments -> new FirstAccounts(accounts, settings).create();
    }
}
