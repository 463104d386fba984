package io.bowline.runner.step.image.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/// The two ciphers of TLS by the machine's own libcrypto, as a provider that TLS of this process
/// uses from then on: a runner's JVM compiles quickly and not well, which costs AES-GCM a factor of
/// thirty.
///
/// What the provider does not take (other lengths of nonce and tag) the JDK's own does. What it
/// computes is compared with that one's before it is put in its place.
@SuppressWarnings({"restricted", "serial"}) // native access is what this is for; nobody writes it
public final class QuickCiphers extends Provider {
  private static final Logger LOG = Logger.getLogger(QuickCiphers.class);
  private static final String NAME = "BowlineCiphers";
  private static final String AES = "AES/GCM/NoPadding";
  private static final String CHACHA = "ChaCha20-Poly1305";
  private static final String JDK = "SunJCE";

  private QuickCiphers(Calls calls) {
    super(NAME, "1", "AES-GCM and ChaCha20-Poly1305 by libcrypto");
    putService(service(AES, () -> new QuickCipher(calls, QuickCiphers::aes)));
    putService(service(CHACHA, () -> new QuickCipher(calls, QuickCiphers::chacha)));
  }

  /// Tried once, when there is much to encrypt: it costs memory.
  private static final class Installed {
    private static final boolean DONE = install(Libcrypto.NAMES);
  }

  /// Sees to it that they are used, where that can be.
  public static boolean use() {
    return Installed.DONE;
  }

  private static boolean install(List<String> names) {
    Optional<QuickCiphers> found = found(names);
    found.ifPresent(ciphers -> Security.insertProviderAt(ciphers, 1));
    if (found.isEmpty()) {
      LOG.info(
          "image-sync: no libcrypto (OpenSSL) that can be used on this machine, so Java itself"
              + " encrypts: large layers take more processor time");
    }
    return found.isPresent();
  }

  /// The first of these libraries that can be used.
  static Optional<QuickCiphers> found(List<String> names) {
    for (String name : names) {
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
        var ciphers = new QuickCiphers(Calls.of(symbols));
        if (ciphers.agreesWithTheJdk()) {
          return Optional.of(ciphers);
        }
      } catch (IllegalArgumentException
          | IllegalStateException
          | NoSuchElementException
          | IllegalCallerException
          | UnsupportedOperationException
          | GeneralSecurityException e) {
        LOG.debugf("image-sync: ciphers of %s cannot be used: %s", name, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private Service service(String name, Supplier<QuickCipher> made) {
    return new Service(this, "Cipher", name, QuickCipher.class.getName(), List.of(), null) {
      @Override
      public Object newInstance(Object parameter) {
        return made.get();
      }
    };
  }

  private static Optional<MemorySegment> aes(Calls calls, int keyBytes) {
    return switch (keyBytes) {
      case 16 -> Optional.of(calls.aes128());
      case 32 -> Optional.of(calls.aes256());
      default -> Optional.empty();
    };
  }

  private static Optional<MemorySegment> chacha(Calls calls, int keyBytes) {
    return keyBytes == 32 ? Optional.of(calls.chacha()) : Optional.empty();
  }

  private boolean agreesWithTheJdk() throws GeneralSecurityException {
    for (int length : new int[] {0, 1, 15, 16, 17, 1000, 16 << 10}) {
      for (Trial trial : Trial.ALL) {
        if (!agrees(trial, length)) {
          return false;
        }
      }
    }
    return true;
  }

  private record Trial(String cipher, int keyBytes) {
    static final List<Trial> ALL =
        List.of(new Trial(AES, 16), new Trial(AES, 32), new Trial(CHACHA, 32));

    Cipher begin(Provider provider, int mode) throws GeneralSecurityException {
      var key = new byte[keyBytes];
      Arrays.fill(key, (byte) 7);
      var nonce = new byte[QuickCipher.NONCE];
      Arrays.fill(nonce, (byte) 9);
      Cipher begun = Cipher.getInstance(cipher, provider);
      boolean isAes = cipher.equals(AES);
      begun.init(
          mode,
          new SecretKeySpec(key, isAes ? "AES" : "ChaCha20"),
          isAes ? new GCMParameterSpec(8 * QuickCipher.TAG, nonce) : new IvParameterSpec(nonce));
      begun.updateAAD(new byte[] {1, 2, 3, 4, 5});
      return begun;
    }
  }

  private boolean agrees(Trial trial, int length) throws GeneralSecurityException {
    Provider jdk = Security.getProvider(JDK);
    if (jdk == null) {
      return false;
    }
    var text = new byte[length];
    Arrays.fill(text, (byte) 42);
    byte[] sealed = trial.begin(jdk, Cipher.ENCRYPT_MODE).doFinal(text);
    if (!Arrays.equals(sealed, trial.begin(this, Cipher.ENCRYPT_MODE).doFinal(text))
        || !Arrays.equals(text, trial.begin(this, Cipher.DECRYPT_MODE).doFinal(sealed))) {
      return false;
    }
    sealed[length] ^= 1;
    try {
      byte[] _ = trial.begin(this, Cipher.DECRYPT_MODE).doFinal(sealed);
      return false;
    } catch (AEADBadTagException e) {
      return true;
    }
  }

  /// Functions of the library, and its names for the ciphers.
  record Calls(
      MethodHandle context,
      MethodHandle free,
      MethodHandle init,
      MethodHandle update,
      MethodHandle close,
      MethodHandle control,
      MemorySegment aes128,
      MemorySegment aes256,
      MemorySegment chacha) {
    private static Calls of(SymbolLookup symbols) {
      var buffers = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
      return new Calls(
          call(symbols, "EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS)),
          call(symbols, "EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(ADDRESS)),
          call(
              symbols,
              "EVP_CipherInit_ex",
              FunctionDescriptor.of(
                  JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT)),
          call(symbols, "EVP_CipherUpdate", buffers),
          call(
              symbols,
              "EVP_CipherFinal_ex",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
          call(
              symbols,
              "EVP_CIPHER_CTX_ctrl",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)),
          named(symbols, "EVP_aes_128_gcm"),
          named(symbols, "EVP_aes_256_gcm"),
          named(symbols, "EVP_chacha20_poly1305"));
    }

    private static MethodHandle call(SymbolLookup symbols, String name, FunctionDescriptor type) {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(name), type, Linker.Option.critical(true));
    }

    private static MemorySegment named(SymbolLookup symbols, String name) {
      try {
        MethodHandle get = call(symbols, name, FunctionDescriptor.of(ADDRESS));
        return (MemorySegment) get.invokeExact();
      } catch (Throwable e) {
        throw QuickCipher.broken(e);
      }
    }
  }
}
