package io.bowline.proto.codec;

import com.google.protobuf.ByteString;
import io.bowline.model.id.JobId;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.proto.link.LinkWire;

/// The handover of a credential between wire and model.
public final class CredentialCodec {
  private static final int MAX_KEY = 256;
  private static final int MAX_ENCAPSULATION = 256;

  private CredentialCodec() {}

  /// What a hosted runner asks with.
  ///
  /// @param publicKey of a key that was made for this call
  public record Wish(JobId job, long epoch, Bytes publicKey) {}

  public static LinkWire.CredentialRequest write(Wish wish) {
    return LinkWire.CredentialRequest.newBuilder()
        .setJob(wish.job().toString())
        .setEpoch(wish.epoch())
        .setPublicKey(ByteString.copyFrom(wish.publicKey().toArray()))
        .build();
  }

  public static Wish read(LinkWire.CredentialRequest wire) {
    return new Wish(
        Fields.parsed("job", wire.getJob(), JobId::parse),
        Fields.atLeast("epoch", wire.getEpoch(), 1),
        Bytes.of(Fields.bytes("public_key", wire.getPublicKey(), MAX_KEY)));
  }

  public static LinkWire.SealedCredential write(SealedCredential sealed) {
    return LinkWire.SealedCredential.newBuilder()
        .setEncapsulation(ByteString.copyFrom(sealed.encapsulation()))
        .setCiphertext(ByteString.copyFrom(sealed.ciphertext()))
        .build();
  }

  public static SealedCredential read(LinkWire.SealedCredential wire) {
    int most = HandoverKey.MAX_SECRET + 64;
    return new SealedCredential(
        Fields.bytes("encapsulation", wire.getEncapsulation(), MAX_ENCAPSULATION),
        Fields.bytes("ciphertext", wire.getCiphertext(), most));
  }
}
