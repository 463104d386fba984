package io.bowline.runner.step.image.stream;

import io.bowline.runner.step.image.stream.QuickCiphers.Calls;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/// A cipher that authenticates, for messages that are there as a whole, such as TLS records. Pieces
/// are kept until the last one: nothing is given out that was not proven.
final class QuickCipher extends CipherSpi {
  static final int NONCE = 12;
  static final int TAG = 16;
  private static final int GET_TAG = 0x10;
  private static final int SET_TAG = 0x11;
  private static final int BLOCK = 16;

  private final ByteArrayOutputStream aad = new ByteArrayOutputStream();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final int[] length = new int[1];
  private final byte[] tag = new byte[TAG];
  private final Calls calls;
  private final BiFunction<Calls, Integer, Optional<MemorySegment>> choice;
  private final MemorySegment context;
  private Optional<AlgorithmParameterSpec> parameters = Optional.empty();
  private byte[] nonce = new byte[0];
  private boolean encrypts;
  private boolean ready;

  /// @param choice the library's name of the cipher for a key of so many bytes
  QuickCipher(Calls calls, BiFunction<Calls, Integer, Optional<MemorySegment>> choice) {
    this.calls = calls;
    this.choice = choice;
    context = context(calls);
  }

  /// Freed, and wiped with it, when nobody holds the cipher any more.
  @SuppressWarnings("restricted") // native access is what this is for; the runner's JVM allows it
  private static MemorySegment context(Calls calls) {
    try {
      MemorySegment made = (MemorySegment) calls.context().invokeExact();
      if (made.address() == 0) {
        throw new IllegalStateException("libcrypto has no memory");
      }
      return made.reinterpret(Arena.ofAuto(), old -> free(calls, old));
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private static void free(Calls calls, MemorySegment old) {
    try {
      calls.free().invokeExact(old);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /// A method handle may throw anything, these functions throw nothing.
  static IllegalStateException broken(Throwable e) {
    return new IllegalStateException("libcrypto cannot be called", e);
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto refuses to encrypt or decrypt");
    }
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("the mode is part of the name");
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("there is no padding");
  }

  @Override
  protected int engineGetBlockSize() {
    return BLOCK;
  }

  @Override
  protected int engineGetOutputSize(int more) {
    int all = held.size() + more;
    return encrypts ? all + TAG : Math.max(0, all - TAG);
  }

  @Override
  protected byte[] engineGetIV() {
    return nonce.clone();
  }

  @Override
  @SuppressWarnings("NullAway") // the interface says null where there are none
  protected AlgorithmParameters engineGetParameters() {
    if (parameters.isEmpty()) {
      return null;
    }
    boolean gcm = parameters.get() instanceof GCMParameterSpec;
    try {
      var given = AlgorithmParameters.getInstance(gcm ? "GCM" : "ChaCha20-Poly1305");
      given.init(parameters.get());
      return given;
    } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
      throw new IllegalStateException("the JDK knows the parameters of its own ciphers", e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    throw new InvalidKeyException("a nonce has to be given");
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters given, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      engineInit(mode, key, given.getParameterSpec(AlgorithmParameterSpec.class), random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException(e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameterSpec given, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    ready = false;
    if (mode != Cipher.ENCRYPT_MODE && mode != Cipher.DECRYPT_MODE) {
      throw new InvalidKeyException("keys are not wrapped");
    }
    byte[] secret = key.getEncoded();
    if (secret == null) {
      throw new InvalidKeyException("the key cannot be read");
    }
    try {
      MemorySegment name =
          choice
              .apply(calls, secret.length)
              .orElseThrow(() -> new InvalidKeyException("no key of this cipher"));
      nonce = nonce(given);
      parameters = Optional.of(given);
      encrypts = mode == Cipher.ENCRYPT_MODE;
      begin(name, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    aad.reset();
    held.reset();
    ready = true;
  }

  private void begin(MemorySegment name, byte[] secret) {
    try {
      check(
          (int)
              calls
                  .init()
                  .invokeExact(
                      context,
                      name,
                      MemorySegment.NULL,
                      MemorySegment.ofArray(secret),
                      MemorySegment.ofArray(nonce),
                      encrypts ? 1 : 0));
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private static byte[] nonce(AlgorithmParameterSpec given)
      throws InvalidAlgorithmParameterException {
    byte[] nonce =
        switch (given) {
          case GCMParameterSpec gcm when gcm.getTLen() == 8 * TAG -> gcm.getIV();
          case IvParameterSpec iv -> iv.getIV();
          default -> throw new InvalidAlgorithmParameterException("not these parameters");
        };
    if (nonce.length != NONCE) {
      throw new InvalidAlgorithmParameterException("not a nonce of this length");
    }
    return nonce;
  }

  @Override
  protected void engineUpdateAAD(byte[] bytes, int at, int size) {
    aad.write(bytes, at, size);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    aad.writeBytes(copy);
  }

  @Override
  protected byte[] engineUpdate(byte[] bytes, int at, int size) {
    held.write(bytes, at, size);
    return new byte[0];
  }

  @Override
  protected int engineUpdate(byte[] bytes, int at, int size, byte[] to, int offset) {
    held.write(bytes, at, size);
    return 0;
  }

  @Override
  protected int engineUpdate(ByteBuffer bytes, ByteBuffer to) {
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    held.writeBytes(copy);
    return 0;
  }

  @Override
  protected byte[] engineDoFinal(byte[] bytes, int at, int size) throws AEADBadTagException {
    ByteBuffer in = size == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes, at, size);
    ByteBuffer out = ByteBuffer.allocate(engineGetOutputSize(size));
    finish(in, out);
    return Arrays.copyOf(out.array(), out.position());
  }

  @Override
  protected int engineDoFinal(byte[] bytes, int at, int size, byte[] to, int offset)
      throws ShortBufferException, AEADBadTagException {
    ByteBuffer in = size == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes, at, size);
    return engineDoFinal(in, ByteBuffer.wrap(to, offset, to.length - offset));
  }

  @Override
  protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
      throws ShortBufferException, AEADBadTagException {
    int size = engineGetOutputSize(in.remaining());
    if (out.remaining() < size) {
      throw new ShortBufferException("room for " + size + " bytes is needed");
    }
    finish(in, out);
    return size;
  }

  private void finish(ByteBuffer in, ByteBuffer out) throws AEADBadTagException {
    if (!ready) {
      throw new IllegalStateException("every message needs a nonce of its own");
    }
    ready = false;
    ByteBuffer whole = whole(in, out);
    in.position(in.limit());
    if (encrypts) {
      encrypt(whole, out);
    } else {
      decrypt(whole, out);
    }
  }

  /// What was held and what is given now; a copy, too, where it would be overwritten before it is
  /// read.
  private ByteBuffer whole(ByteBuffer in, ByteBuffer out) {
    if (held.size() > 0) {
      var copy = new byte[in.remaining()];
      in.duplicate().get(copy);
      held.writeBytes(copy);
      ByteBuffer whole = ByteBuffer.wrap(held.toByteArray());
      held.reset();
      return whole;
    }
    MemorySegment from = MemorySegment.ofBuffer(in);
    MemorySegment to = MemorySegment.ofBuffer(out);
    if (from.address() == to.address() || from.asOverlappingSlice(to).isEmpty()) {
      return in.duplicate();
    }
    var copy = new byte[in.remaining()];
    in.duplicate().get(copy);
    return ByteBuffer.wrap(copy);
  }

  private void encrypt(ByteBuffer in, ByteBuffer out) {
    int size = in.remaining();
    through(in, out.duplicate());
    if (!closed()) {
      throw new IllegalStateException("libcrypto refuses to end a message");
    }
    control(GET_TAG);
    out.position(out.position() + size);
    out.put(tag);
  }

  private void decrypt(ByteBuffer in, ByteBuffer out) throws AEADBadTagException {
    int size = in.remaining() - TAG;
    if (size < 0) {
      throw new AEADBadTagException("a message that is shorter than its tag");
    }
    in.duplicate().position(in.position() + size).get(tag);
    through(in.slice(in.position(), size), out.duplicate());
    control(SET_TAG);
    if (!closed()) {
      out.duplicate().put(new byte[size]);
      throw new AEADBadTagException("the tag is not that of the message");
    }
    out.position(out.position() + size);
  }

  private void through(ByteBuffer in, ByteBuffer out) {
    if (aad.size() > 0) {
      update(MemorySegment.NULL, MemorySegment.ofArray(aad.toByteArray()), aad.size());
    }
    if (in.hasRemaining()) {
      update(MemorySegment.ofBuffer(out), MemorySegment.ofBuffer(in), in.remaining());
    }
  }

  private void update(MemorySegment out, MemorySegment in, int size) {
    try {
      check(
          (int) calls.update().invokeExact(context, out, MemorySegment.ofArray(length), in, size));
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private boolean closed() {
    try {
      int result =
          (int)
              calls
                  .close()
                  .invokeExact(
                      context,
                      MemorySegment.ofArray(new byte[BLOCK]),
                      MemorySegment.ofArray(length));
      return result == 1;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private void control(int what) {
    try {
      check((int) calls.control().invokeExact(context, what, TAG, MemorySegment.ofArray(tag)));
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }
}
