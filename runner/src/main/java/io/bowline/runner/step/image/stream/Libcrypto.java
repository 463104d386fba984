package io.bowline.runner.step.image.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.bowline.model.artifact.Digest;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jboss.logging.Logger;

/// SHA-256 and SHA-512 by the machine's own libcrypto, of OpenSSL or of one that took its place.
///
/// The running state is a plain structure without pointers, so it lives in an array of Java's:
/// nothing has to be freed, and a copy of the array is a copy of the hash. What the library
/// computes is compared with the JDK's once, before it is trusted.
@SuppressWarnings("restricted") // native access is what this is for; the runner's JVM allows it
public final class Libcrypto {
  private static final Logger LOG = Logger.getLogger(Libcrypto.class);
  static final List<String> NAMES =
      List.of("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.4", "libcrypto.so");

  /// The larger of the two structures has 216 bytes.
  private static final int STATE_LONGS = 32;

  private static final int LONGEST_DIGEST = 64;

  private final Map<Digest.Algorithm, Calls> calls;

  private record Calls(MethodHandle init, MethodHandle update, MethodHandle close) {}

  private Libcrypto(Map<Digest.Algorithm, Calls> calls) {
    this.calls = calls;
  }

  /// Looked for once, when the first blob is on its way: it costs memory.
  private static final class Here {
    private static final Optional<Libcrypto> FOUND = found(NAMES);
  }

  /// The library, where it is there and tells the truth.
  static Optional<Libcrypto> here() {
    return Here.FOUND;
  }

  /// The first of these that can be used; says so when there is none.
  static Optional<Libcrypto> found(List<String> names) {
    for (String name : names) {
      Optional<Libcrypto> one = load(name);
      if (one.isPresent()) {
        return one;
      }
    }
    LOG.info(
        "image-sync: no libcrypto (OpenSSL) that can be used on this machine, so Java itself"
            + " computes the digests of images: large layers take more processor time");
    return Optional.empty();
  }

  private static Optional<Libcrypto> load(String name) {
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
      var calls = new EnumMap<Digest.Algorithm, Calls>(Digest.Algorithm.class);
      for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
        calls.put(algorithm, calls(symbols, algorithm.name()));
      }
      var library = new Libcrypto(calls);
      return library.tellsTheTruth() ? Optional.of(library) : Optional.empty();
    } catch (IllegalArgumentException
        | IllegalStateException
        | NoSuchElementException
        | IllegalCallerException
        | UnsupportedOperationException e) {
      LOG.debugf("image-sync: %s cannot be used: %s", name, e.getMessage());
      return Optional.empty();
    }
  }

  private static Calls calls(SymbolLookup symbols, String prefix) {
    return new Calls(
        call(symbols, prefix + "_Init", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
        call(
            symbols,
            prefix + "_Update",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG)),
        call(symbols, prefix + "_Final", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)));
  }

  private static MethodHandle call(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.findOrThrow(name), type, Linker.Option.critical(true));
  }

  private boolean tellsTheTruth() {
    byte[] bytes =
        "what goes in twice must come out alike\n".repeat(9).getBytes(StandardCharsets.UTF_8);
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Hash jdk = Hash.ofJdk(algorithm);
      Hash ours = begin(algorithm);
      for (int at : new int[] {0, 1, 200}) {
        jdk.update(ByteBuffer.wrap(bytes, at, bytes.length - at));
        Hash other = ours.copy();
        ours.update(ByteBuffer.wrap(bytes, at, bytes.length - at));
        if (!ours.digest().equals(jdk.digest()) || other.digest().equals(jdk.digest())) {
          return false;
        }
      }
    }
    return true;
  }

  Running begin(Digest.Algorithm algorithm) {
    var state = new long[STATE_LONGS];
    Calls by = calls.get(algorithm);
    if (by == null) {
      throw new IllegalStateException("all algorithms are looked up at once");
    }
    try {
      check((int) by.init().invokeExact(MemorySegment.ofArray(state)));
    } catch (Throwable e) {
      throw broken(e);
    }
    return new Running(algorithm, by, state);
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto refuses to compute a digest");
    }
  }

  /// A method handle may throw anything, these functions throw nothing.
  private static IllegalStateException broken(Throwable e) {
    return new IllegalStateException("libcrypto cannot be called", e);
  }

  /// A hash under way.
  static final class Running implements Hash {
    private final Digest.Algorithm algorithm;
    private final Calls calls;
    private final long[] state;

    private Running(Digest.Algorithm algorithm, Calls calls, long[] state) {
      this.algorithm = algorithm;
      this.calls = calls;
      this.state = state;
    }

    @Override
    public void update(ByteBuffer bytes) {
      try {
        check(
            (int)
                calls
                    .update()
                    .invokeExact(
                        MemorySegment.ofArray(state),
                        MemorySegment.ofBuffer(bytes),
                        (long) bytes.remaining()));
      } catch (Throwable e) {
        throw broken(e);
      }
    }

    @Override
    public Running copy() {
      return new Running(algorithm, calls, state.clone());
    }

    @Override
    public Digest digest() {
      var whole = new byte[LONGEST_DIGEST];
      try {
        check(
            (int)
                calls
                    .close()
                    .invokeExact(
                        MemorySegment.ofArray(whole), MemorySegment.ofArray(state.clone())));
      } catch (Throwable e) {
        throw broken(e);
      }
      int length = algorithm == Digest.Algorithm.SHA256 ? LONGEST_DIGEST / 2 : LONGEST_DIGEST;
      return new Digest(algorithm, HexFormat.of().formatHex(Arrays.copyOf(whole, length)));
    }
  }
}
