package io.bowline.control.edge.http.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Whence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entry as the API shows it: all that its hash is made of.
///
/// @param version of the entry: 2 has source, program and credential, 1 has not
/// @param source the address that it was done from; empty for what was done from inside
/// @param program what the caller's program said it is
/// @param credential what proved who it was, as `session/<id>` or `token/<id>`
/// @param previous hash of the entry before; empty for the first
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditView(
    String org,
    long number,
    Instant at,
    String actor,
    String action,
    String subject,
    String detail,
    int version,
    @Nullable String source,
    @Nullable String program,
    @Nullable String credential,
    String previous,
    String hash) {
  static AuditView of(ChainLink link) {
    return new AuditView(
        link.org().toString(),
        link.number(),
        link.at(),
        link.entry().actor(),
        link.entry().action(),
        link.entry().subject(),
        link.entry().detail(),
        link.from().isPresent() ? 2 : 1,
        link.from().map(Whence::source).orElse(null),
        link.from().map(Whence::program).orElse(null),
        link.from().map(Whence::credential).orElse(null),
        link.previous(),
        link.hash());
  }
}
