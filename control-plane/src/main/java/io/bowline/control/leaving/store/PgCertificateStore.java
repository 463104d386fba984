package io.bowline.control.leaving.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.leaving.CertificateStore;
import io.bowline.control.leaving.LeavingCertificate;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Rows of certificates; none is ever changed.
@ApplicationScoped
public class PgCertificateStore implements CertificateStore {
  @Override
  public Optional<LeavingCertificate> newest(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select number, issued_at, envelope from leaving_certificate
            where org = :org and install = :install order by number desc limit 1
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new LeavingCertificate(
                row.getInt("number"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getString("envelope")))
        .findOne();
  }

  @Override
  public void add(Tx tx, OrgId org, InstallId install, LeavingCertificate certificate) {
    handle(tx)
        .createUpdate(
            """
            insert into leaving_certificate (org, install, number, issued_at, envelope)
            values (:org, :install, :number, :issued, :envelope)
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("number", certificate.number())
        .bind("issued", certificate.issued().atOffset(ZoneOffset.UTC))
        .bind("envelope", certificate.envelope())
        .execute();
  }
}
