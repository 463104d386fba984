package io.bowline.runner.link;

import io.bowline.proto.codec.Bytes;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.EnrollmentCodec;
import io.bowline.proto.codec.MalformedMessageException;
import io.bowline.proto.codec.WireFields;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.bowline.proto.link.RunnerLinkGrpc.RunnerLinkBlockingStub;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.witness.OwnCloud;
import io.grpc.StatusRuntimeException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The three ways to a certificate. Keys are made here; only requests leave.
final class CertificateCalls {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String version;
  private final Egress egress;
  private final OwnCloud cloud;

  CertificateCalls(String version, Egress egress, OwnCloud cloud) {
    this.cloud = cloud;
    this.version = version;
    this.egress = egress;
  }

  Enrollment.Enrolled enroll(
      Dialer.Dialed dialed, Bootstrap bootstrap, KeyPair runnerKey, KeyPair pair) {
    Bytes csr = Bytes.of(Keys.request(pair));
    byte[] proof = Enrollment.enrollProof(bootstrap.token(), csr);
    var request =
        new Enrollment.Enroll(
            bootstrap.token(),
            csr,
            Bytes.of(runnerKey.getPublic().getEncoded()),
            Bytes.of(Keys.sign(runnerKey.getPrivate(), proof)),
            version,
            bootstrap.cloudAccount(),
            bootstrap.region(),
            cloud.word(
                bootstrap.cloud(),
                bootstrap.region(),
                Enrollment.witnessed(bootstrap.token(), csr)));
    var leaves = WireFields.only(EnrollmentCodec.write(request), egress::passing);
    return call(dialed, stub -> EnrollmentCodec.read(stub.enroll(leaves)));
  }

  Enrollment.Certificates renew(Dialer.Dialed dialed, KeyPair pair) {
    var request = new Enrollment.Renew(Bytes.of(Keys.request(pair)));
    var leaves = WireFields.only(EnrollmentCodec.write(request), egress::passing);
    return call(dialed, stub -> EnrollmentCodec.read(stub.renew(leaves)));
  }

  Enrollment.Enrolled recover(
      Dialer.Dialed dialed, KeyPair runnerKey, long generation, KeyPair pair) {
    Bytes csr = Bytes.of(Keys.request(pair));
    byte[] proof = Enrollment.recoverProof(generation, csr);
    var request =
        new Enrollment.Recover(
            Bytes.of(runnerKey.getPublic().getEncoded()),
            csr,
            generation,
            Bytes.of(Keys.sign(runnerKey.getPrivate(), proof)),
            version);
    var leaves = WireFields.only(EnrollmentCodec.write(request), egress::passing);
    return call(dialed, stub -> EnrollmentCodec.read(stub.recover(leaves)));
  }

  static <T> T call(Dialer.Dialed dialed, Function<RunnerLinkBlockingStub, T> call) {
    try {
      return call.apply(
          RunnerLinkGrpc.newBlockingStub(dialed.channel())
              .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS));
    } catch (StatusRuntimeException e) {
      throw LinkFailure.from(e.getStatus(), e.getTrailers(), dialed.address());
    } catch (MalformedMessageException e) {
      throw LinkFailure.local(
          dialed.address() + " gave an answer that cannot be used: " + e.getMessage(),
          "update the older side");
    }
  }
}
