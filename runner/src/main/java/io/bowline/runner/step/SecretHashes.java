package io.bowline.runner.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.release.template.SecretReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a plan's digest knows of secret inputs: a hash of each reference under a key that never
/// leaves the runner. The values themselves are never read.
public final class SecretHashes {
  private static final String FILE = "secret-hashes.json";
  private static final String KEY_FILE = "secret-hash-key.json";
  private static final String ALGORITHM = "HmacSHA256";

  private final Map<String, String> hashes;

  private SecretHashes(Map<String, String> hashes) {
    this.hashes = hashes;
  }

  private record Kept(int format, String key) {}

  /// Hashes these references.
  ///
  /// @param folder in which the key is kept; made at first use
  public static SecretHashes of(Map<String, SecretReference> secrets, Path folder) {
    var hashes = new TreeMap<String, String>();
    if (!secrets.isEmpty()) {
      byte[] key = key(folder);
      secrets.forEach((name, reference) -> hashes.put(name, hash(key, name + "=" + reference)));
    }
    return new SecretHashes(hashes);
  }

  /// Puts them among a step's frozen bytes, which the plan's digest covers.
  public void freeze(Path frozen) {
    if (!hashes.isEmpty()) {
      Json.write(frozen.resolve(FILE), hashes);
    }
  }

  private static byte[] key(Path folder) {
    Path file = folder.resolve(KEY_FILE);
    if (!Files.exists(file)) {
      FolderCopy.ensure(folder);
      Json.writeDurably(file, new Kept(1, Base64.getEncoder().encodeToString(fresh())));
    }
    return Base64.getDecoder().decode(Json.read(file, Kept.class).key());
  }

  private static byte[] fresh() {
    try {
      return KeyGenerator.getInstance(ALGORITHM).generateKey().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static String hash(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return "hmac-sha256:" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
