package io.bowline.control.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.SignedOnce;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.release.trust.Dsse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/// Signs what is known of an install that has left, and keeps it for as long as there is the
/// organization. The audit has each one's digest.
@ApplicationScoped
public class LeavingCertificates {
  private static final int STATES = 200;

  private final Transactions transactions;
  private final CertificateStore store;
  private final Belongings belongings;
  private final Installs installs;
  private final Authority authority;
  private final Audit audit;

  LeavingCertificates(
      Transactions transactions,
      CertificateStore store,
      Belongings belongings,
      Installs installs,
      Authority authority,
      Audit audit) {
    this.transactions = transactions;
    this.store = store;
    this.belongings = belongings;
    this.installs = installs;
    this.authority = authority;
    this.audit = audit;
  }

  /// The newest of an install.
  public Optional<LeavingCertificate> newest(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.newest(tx, org, install));
  }

  /// Signs one, in the caller's transaction, in which the install has left.
  void issue(Tx tx, InstallRecord install, String by) {
    OrgId org = install.org();
    int number = store.newest(tx, org, install.id()).map(LeavingCertificate::number).orElse(0) + 1;
    var issued = tx.now().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode document =
        new Statement(
                install,
                number,
                issued,
                by,
                belongings.list(tx, org, install.id()),
                belongings.lastLook(tx, org, install.id()),
                installs.history(tx, org, install.id(), STATES))
            .document();
    byte[] payload = document.toString().getBytes(UTF_8);
    SignedOnce signed =
        authority.sign("leaving-certificate", Dsse.signedBytes(LeavingCertificate.TYPE, payload));
    store.add(
        tx, org, install.id(), new LeavingCertificate(number, issued, envelope(payload, signed)));
    audit.record(
        tx,
        org,
        new AuditEntry(
            by,
            "install.leaving-certificate",
            install.id().toString(),
            "{\"number\":%d,\"digest\":\"%s\"}".formatted(number, Digest.of(payload))));
  }

  private static String envelope(byte[] payload, SignedOnce signed) {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope
        .put("payloadType", LeavingCertificate.TYPE)
        .put("payload", base64.encodeToString(payload));
    envelope
        .putArray("signatures")
        .addObject()
        .put("sig", signed.signature())
        .put("cert", signed.chain());
    return envelope.toString();
  }
}
