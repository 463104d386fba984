package io.bowline.proto.codec;

import com.google.protobuf.ByteString;
import io.bowline.proto.link.LinkWire;

/// The unary calls between wire and model.
public final class EnrollmentCodec {
  private static final int MAX_CSR = 8 * 1024;
  private static final int MAX_KEY = 1024;
  private static final int MAX_PROOF = 256;
  private static final int MAX_WITNESS = 8 * 1024;

  private EnrollmentCodec() {}

  public static LinkWire.EnrollRequest write(Enrollment.Enroll enroll) {
    var wire = LinkWire.EnrollRequest.newBuilder();
    switch (enroll.witness()) {
      case CloudWitness.Nobody() -> {}
      case CloudWitness.AwsQuestion question ->
          wire.getAwsQuestionBuilder()
              .setAuthorization(question.authorization())
              .setDate(question.date())
              .setSessionToken(question.sessionToken());
      case CloudWitness.GoogleToken(String text) -> wire.setGoogleToken(text);
      case CloudWitness.AzureToken(String text) -> wire.setAzureToken(text);
    }
    return wire.setToken(enroll.token())
        .setCsr(write(enroll.csr()))
        .setRunnerKey(write(enroll.runnerKey()))
        .setProof(write(enroll.proof()))
        .setVersion(enroll.version())
        .setCloudAccount(enroll.cloudAccount())
        .setRegion(enroll.region())
        .build();
  }

  public static Enrollment.Enroll read(LinkWire.EnrollRequest wire) {
    return new Enrollment.Enroll(
        Fields.filled("token", wire.getToken(), Fields.SHORT),
        read("csr", wire.getCsr(), MAX_CSR),
        read("runner_key", wire.getRunnerKey(), MAX_KEY),
        read("proof", wire.getProof(), MAX_PROOF),
        Fields.filled("version", wire.getVersion(), 100),
        Fields.text("cloud_account", wire.getCloudAccount(), 100),
        Fields.text("region", wire.getRegion(), 100),
        witness(wire));
  }

  private static CloudWitness witness(LinkWire.EnrollRequest wire) {
    if (wire.hasAwsQuestion()) {
      LinkWire.AwsQuestion question = wire.getAwsQuestion();
      return new CloudWitness.AwsQuestion(
          Fields.filled("aws_question.authorization", question.getAuthorization(), 1000),
          Fields.filled("aws_question.date", question.getDate(), 20),
          Fields.text("aws_question.session_token", question.getSessionToken(), MAX_WITNESS));
    }
    if (!wire.getAzureToken().isEmpty()) {
      return new CloudWitness.AzureToken(
          Fields.text("azure_token", wire.getAzureToken(), MAX_WITNESS));
    }
    return wire.getGoogleToken().isEmpty()
        ? new CloudWitness.Nobody()
        : new CloudWitness.GoogleToken(
            Fields.text("google_token", wire.getGoogleToken(), MAX_WITNESS));
  }

  public static LinkWire.RenewRequest write(Enrollment.Renew renew) {
    return LinkWire.RenewRequest.newBuilder().setCsr(write(renew.csr())).build();
  }

  public static Enrollment.Renew read(LinkWire.RenewRequest wire) {
    return new Enrollment.Renew(read("csr", wire.getCsr(), MAX_CSR));
  }

  public static LinkWire.RecoverRequest write(Enrollment.Recover recover) {
    return LinkWire.RecoverRequest.newBuilder()
        .setRunnerKey(write(recover.runnerKey()))
        .setCsr(write(recover.csr()))
        .setGeneration(recover.generation())
        .setProof(write(recover.proof()))
        .setVersion(recover.version())
        .build();
  }

  public static Enrollment.Recover read(LinkWire.RecoverRequest wire) {
    return new Enrollment.Recover(
        read("runner_key", wire.getRunnerKey(), MAX_KEY),
        read("csr", wire.getCsr(), MAX_CSR),
        Fields.atLeast("generation", wire.getGeneration(), 1),
        read("proof", wire.getProof(), MAX_PROOF),
        Fields.filled("version", wire.getVersion(), 100));
  }

  public static LinkWire.EnrollResponse write(Enrollment.Enrolled enrolled) {
    return LinkWire.EnrollResponse.newBuilder()
        .setCertificate(write(enrolled.certificates()))
        .setAddresses(CertificateWire.write(enrolled.addresses()))
        .setTrustRootVersion(enrolled.trustRootVersion())
        .build();
  }

  public static Enrollment.Enrolled read(LinkWire.EnrollResponse wire) {
    return new Enrollment.Enrolled(
        read(wire.getCertificate()),
        CertificateWire.read(wire.getAddresses()),
        Fields.between("trust_root_version", wire.getTrustRootVersion(), 0, 1_000_000));
  }

  public static LinkWire.Certificate write(Enrollment.Certificates certificates) {
    return LinkWire.Certificate.newBuilder()
        .addAllChain(CertificateWire.write(certificates.chain()))
        .addAllAuthorities(CertificateWire.write(certificates.authorities()))
        .build();
  }

  public static Enrollment.Certificates read(LinkWire.Certificate wire) {
    return new Enrollment.Certificates(
        CertificateWire.chain("certificate.chain", wire.getChainList()),
        CertificateWire.authorities("certificate.authorities", wire.getAuthoritiesList()));
  }

  private static ByteString write(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  private static Bytes read(String field, ByteString wire, int max) {
    return Bytes.of(Fields.bytes(field, wire, max));
  }
}
