package io.bowline.proto.codec;

import io.bowline.model.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;

/// Calls that give a runner its certificates.
public sealed interface Enrollment {
  /// A one-time token buys the first certificate.
  ///
  /// @param csr PKCS#10; its subject is ignored, the identity comes from the token
  /// @param runnerKey public key that is kept for Recover
  /// @param proof signature by the runner key over `enrollProof`
  /// @param witness what the runner's cloud says about where it is
  record Enroll(
      String token,
      Bytes csr,
      Bytes runnerKey,
      Bytes proof,
      String version,
      String cloudAccount,
      String region,
      CloudWitness witness)
      implements Enrollment {
    /// For a runner that nobody vouches for.
    public Enroll(
        String token,
        Bytes csr,
        Bytes runnerKey,
        Bytes proof,
        String version,
        String cloudAccount,
        String region) {
      this(token, csr, runnerKey, proof, version, cloudAccount, region, new CloudWitness.Nobody());
    }

    /// Without the token.
    @Override
    public String toString() {
      return "Enroll[version=" + version + "]";
    }
  }

  record Renew(Bytes csr) implements Enrollment {}

  /// A runner whose certificate ended proves the key that it registered.
  ///
  /// @param generation grows with every attempt of a runner
  record Recover(Bytes runnerKey, Bytes csr, long generation, Bytes proof, String version)
      implements Enrollment {}

  /// What a runner gets.
  ///
  /// @param chain leaf first
  /// @param authorities what servers are checked against from now on
  record Certificates(List<X509Certificate> chain, List<X509Certificate> authorities) {
    public Certificates {
      chain = List.copyOf(chain);
      authorities = List.copyOf(authorities);
    }
  }

  record Enrolled(Certificates certificates, Addresses addresses, int trustRootVersion) {}

  /// What the runner key signs to enroll (ECDSA P-256 with SHA-256).
  static byte[] enrollProof(String token, Bytes csr) {
    return proof(
        "bowline-enroll-v1",
        Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString(),
        Digest.of(csr.toArray()).toString());
  }

  /// What a cloud's word has to be bound to, so that it is good for this enrollment and no other:
  /// 64 hexadecimal digits.
  static String witnessed(String token, Bytes csr) {
    return Digest.of(
            proof(
                "bowline-witness-v1",
                Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString(),
                Digest.of(csr.toArray()).toString()))
        .hex();
  }

  /// What the runner key signs to recover.
  static byte[] recoverProof(long generation, Bytes csr) {
    return proof(
        "bowline-recover-v1", Long.toString(generation), Digest.of(csr.toArray()).toString());
  }

  private static byte[] proof(String form, String... parts) {
    return (form + "\n" + String.join("\n", parts) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
