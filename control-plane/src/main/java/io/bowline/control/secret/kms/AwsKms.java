package io.bowline.control.secret.kms;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.secret.KeyUnavailableException;
import io.bowline.control.secret.KeyWrap;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.SecretSettings;
import io.bowline.control.secret.UnsealException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/// A master key in AWS KMS, which wraps and unwraps there and never leaves it. What is wrapped says
/// to KMS whose it is (its encryption context), so that CloudTrail shows it and a key policy can go
/// by it; and it says to us which key wrapped it, so that the wrong one need not be asked.
public final class AwsKms implements KeyWrap {
  /// Tells what KMS wrapped from what a key of our own sealed.
  private static final byte VERSION = 2;

  private static final int MARK_BYTES = 8;
  private static final Secret PROBE = Secret.of("bowline");

  private final KmsClient client;
  private final String name;
  private final KmsWords words;
  private final byte[] mark;

  private AwsKms(KmsClient client, String name, KmsWords words, byte[] mark) {
    this.client = client;
    this.name = name;
    this.words = words;
    this.mark = mark;
  }

  /// Opens a key, and wraps and unwraps something with it, so that what is missing is known before
  /// anything depends on it.
  ///
  /// @param name the key's ARN or id, or an alias
  /// @throws StartupFailure saying what to do, when the key cannot be used
  public static AwsKms open(SecretSettings settings, String name) {
    KmsPlace place = KmsPlace.of(settings, name);
    return open(place.client(settings.kmsTimeout()), name, place.words(settings.kmsTimeout()));
  }

  private static AwsKms open(KmsClient client, String name, KmsWords words) {
    String context = "probe/start";
    try {
      var unnamed = new AwsKms(client, name, words, new byte[MARK_BYTES]);
      String arn = unnamed.encrypt(context, PROBE).keyId();
      var key = new AwsKms(client, name, words, Arrays.copyOf(hash(arn), MARK_BYTES));
      key.unwrap(context, key.wrap(context, PROBE));
      return key;
    } catch (KeyUnavailableException | UnsealException e) {
      client.close();
      throw new StartupFailure(
          "The master key is to be in AWS KMS (bowline.secret.kms-*). " + e.getMessage(), e);
    }
  }

  private static byte[] hash(String arn) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("aws-kms/" + arn).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public Sealed wrap(String context, Secret key) {
    byte[] blob = encrypt(context, key).ciphertextBlob().asByteArray();
    return new Sealed(
        ByteBuffer.allocate(1 + MARK_BYTES + blob.length).put(VERSION).put(mark).put(blob).array());
  }

  private EncryptResponse encrypt(String context, Secret key) {
    return ask(() ->
        client.encrypt(request ->
            request
                .keyId(name)
                .encryptionContext(contextOf(context))
                .plaintext(SdkBytes.fromByteArray(key.reveal()))));
  }

  @Override
  public Secret unwrap(String context, Sealed wrapped) {
    ByteBuffer bytes = ByteBuffer.wrap(wrapped.bytes());
    if (bytes.remaining() <= 1 + MARK_BYTES
        || bytes.get() != VERSION
        || !Arrays.equals(markOf(bytes), mark)) {
      throw new UnsealException(context);
    }
    SdkBytes blob = SdkBytes.fromByteBuffer(bytes);
    try {
      return Secret.of(
          ask(() ->
                  client.decrypt(request ->
                      request
                          .keyId(name)
                          .encryptionContext(contextOf(context))
                          .ciphertextBlob(blob)))
              .plaintext()
              .asByteArray());
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw new UnsealException(context, e);
    }
  }

  private static byte[] markOf(ByteBuffer bytes) {
    byte[] mark = new byte[MARK_BYTES];
    bytes.get(mark);
    return mark;
  }

  /// What a context of ours is to KMS: the organization of a data key stands by itself.
  private static Map<String, String> contextOf(String context) {
    int end = context.indexOf('/');
    String kind = end < 0 ? context : context.substring(0, end);
    String rest = context.substring(end + 1);
    return Map.of(
        "bowline:kind",
        kind,
        kind.equals("data-key") ? "bowline:organization" : "bowline:name",
        rest);
  }

  private <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw e;
    } catch (SdkException e) {
      throw new KeyUnavailableException(words.of(e), e);
    }
  }

  @Override
  public String fingerprint() {
    return HexFormat.of().formatHex(mark);
  }

  /// Nobody has the key in hand.
  @Override
  public Optional<KeyWrap> derived(String purpose) {
    return Optional.empty();
  }
}
