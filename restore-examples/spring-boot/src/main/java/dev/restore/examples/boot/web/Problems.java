package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RefusedException;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.RestoreException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says as problem+json (RFC 9457) why something was not done, with the problems of the plan. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RefusedException e) {
        return switch (e.reason()) {
            case NOT_FOUND -> problem(HttpStatus.NOT_FOUND, "Not there", e);
            case TOO_LARGE -> problem(HttpStatus.CONTENT_TOO_LARGE, "Too large", e);
            case FULL -> problem(HttpStatus.INSUFFICIENT_STORAGE, "No room for more backups", e);
            case INVALID -> problem(HttpStatus.UNPROCESSABLE_CONTENT, "Not accepted", e);
            case CONFLICT -> problem(HttpStatus.CONFLICT, "Not possible now", e);
            case BUSY -> problem(HttpStatus.SERVICE_UNAVAILABLE, "Busy", e);
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(RestoreException e) {
        if (e instanceof BackupFormatException) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Not a readable backup", e);
        }
        if (e instanceof HistoryException) {
            return e.getCause() == null
                    ? problem(HttpStatus.CONFLICT, "The history does not allow that", e)
                    : problem(HttpStatus.SERVICE_UNAVAILABLE, "The history cannot be reached", e);
        }
        ResponseEntity<ProblemDetail> answer = problem(
                e.retryable() ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_CONTENT, "Cannot be done like this", e);
        ProblemDetail body = answer.getBody();
        if (body != null && !e.problems().isEmpty()) {
            body.setProperty(
                    "problems",
                    e.problems().stream().map(PlanView.ProblemView::of).toList());
        }
        return answer;
    }

    /** Says of a body that cannot be read which field is wrong, and what it may be. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!(e.getCause() instanceof JacksonException wrong)) {
            return super.handleHttpMessageNotReadable(e, headers, status, request);
        }
        String field = wrong.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        List<String> allowed = List.of();
        String said = "The body is not the JSON that is expected here.";
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            allowed = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            said = "There is no field " + field + " here; there are " + String.join(", ", allowed) + '.';
        } else if (wrong instanceof MismatchedInputException mismatch && !field.isEmpty()) {
            Class<?> type = mismatch.getTargetType();
            allowed = type != null && type.isEnum()
                    ? Stream.of(type.getEnumConstants()).map(String::valueOf).toList()
                    : List.of();
            said = "Field " + field + " has a value that it cannot have"
                    + (allowed.isEmpty() ? "." : "; it is one of " + String.join(", ", allowed) + '.');
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, said);
        problem.setTitle("Not accepted");
        if (!field.isEmpty()) {
            problem.setProperty("field", field);
        }
        if (!allowed.isEmpty()) {
            problem.setProperty("allowed", allowed);
        }
        return ResponseEntity.status(status).body(problem);
    }

    /** What nobody has foreseen: the log has it, the client a number to ask for. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        String number = UUID.randomUUID().toString();
        LOG.error("request failed, number {}", number, e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The log of the application says more under the number " + number + '.');
        problem.setTitle("Something went wrong");
        return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR).body(problem);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String title, RuntimeException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(title);
        return ResponseEntity.status(status).body(problem);
    }
}
