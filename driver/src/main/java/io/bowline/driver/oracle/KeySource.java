package io.bowline.driver.oracle;

import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Hands a key to Oracle's signer, opened and in the one form that needs no guessing.
record KeySource(ApiKey key) implements BasicAuthenticationDetailsProvider {
  private static final int LINE = 64;

  @Override
  public String getKeyId() {
    return "%s/%s/%s".formatted(key.tenancy(), key.user(), key.fingerprint());
  }

  @Override
  public InputStream getPrivateKey() {
    return new ByteArrayInputStream(pem().getBytes(StandardCharsets.US_ASCII));
  }

  /// The key in PEM, without a passphrase.
  String pem() {
    String body =
        Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.key().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(body);
  }

  /// There is none any more.
  @Override
  @SuppressWarnings("deprecation") // theirs, and nothing else is asked for
  public @Nullable String getPassPhrase() {
    return null;
  }

  /// There is none any more.
  @Override
  public char @Nullable [] getPassphraseCharacters() {
    return null;
  }
}
