package io.bowline.control.edge.ingest;

import io.bowline.control.collector.Certification;
import io.bowline.control.collector.Collector;
import io.bowline.control.collector.Collectors;
import io.bowline.control.identity.Pem;
import io.bowline.model.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/// Gives a collector its next certificate for a signing request, so that nobody has to be asked
/// while it lives. Runners renew on the link.
record Certifying(Collectors collectors) implements Intake {
  static final String PATH = "/bowline/v1/certificate";

  @Override
  public Reply take(Identity caller, Headers headers, byte[] body) throws BadPush {
    String request = new String(body, StandardCharsets.US_ASCII);
    return switch (collectors.renew(caller, request)) {
      case Certification.Certified(Collector _, X509Certificate certificate) ->
          new Reply(200, Map.of(), Pem.ofCertificates(List.of(certificate)));
      case Certification.Invalid(String field, String message) ->
          throw BadPush.malformed(field + " " + message);
      case Certification.Absent _, Certification.NameTaken _, Certification.TooMany _ ->
          throw new BadPush(403, "this is for collectors; a runner renews on its link");
    };
  }
}
