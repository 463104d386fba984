package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Addresses;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.finding.Board;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.outbox.Outbox;
import java.security.cert.X509Certificate;
import java.util.List;

/// Opens connections, at the alternate address on 443 when the usual one did not work.
final class Connector implements AutoCloseable {
  private final Dialer dialer;
  private final Intake intake;
  private final Outbox outbox;
  private final Board findings;
  private final Greeting greeting;
  private final Credentials credentials;
  private final Egress egress;
  private boolean alternate;
  private String address = "the control plane";

  Connector(
      Intake intake,
      Outbox outbox,
      Board findings,
      Greeting greeting,
      Credentials credentials,
      Egress egress) {
    this.findings = findings;
    this.egress = egress;
    this.dialer = new Dialer();
    this.intake = intake;
    this.outbox = outbox;
    this.greeting = greeting;
    this.credentials = credentials;
  }

  /// Connects with this certificate; the session runs when this returns.
  Session connect(KeyMaterial material) throws InterruptedException {
    Identity.Role enrolled = material.identity().role();
    if (enrolled != greeting.role()) {
      throw LinkFailure.local(
          "this process was started as a %s, and its certificate is that of a %s"
              .formatted(greeting.role().segment(), enrolled.segment()),
          "start it with bowline.runner.role=%s, or with a state folder and a bootstrap file of its"
                  .formatted(enrolled.segment())
              + " own");
    }
    var stream = new LinkStream(dial(material), egress);
    try {
      Session session = Session.open(stream, intake, outbox, findings, greeting);
      address = stream.address();
      return session;
    } catch (LinkFailure | InterruptedException e) {
      stream.close();
      throw e;
    }
  }

  Dialer.Dialed dial(KeyMaterial material) {
    return dialer.dial(link(), alternate, material);
  }

  /// Without a certificate, to an address that may not be known otherwise yet.
  Dialer.Dialed anonymous(Addresses.Address link, List<X509Certificate> believed) {
    return dialer.anonymous(link, alternate && link.hasAlternate(), believed);
  }

  /// The next attempt goes to the other address, if there is one.
  void failed() {
    alternate = !alternate;
  }

  /// The next attempt goes to the usual address: what was in its way may be gone.
  void usual() {
    alternate = false;
  }

  /// Where the last welcome came from.
  String address() {
    return address;
  }

  private Addresses.Address link() {
    return credentials
        .addresses()
        .orElseThrow(() -> new IllegalStateException("not enrolled"))
        .link();
  }

  @Override
  public void close() {
    dialer.close();
  }
}
