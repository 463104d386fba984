package io.bowline.release.trust;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// The curve, and the one thing about it that the JDK does not offer: a private key's public half.
///
/// A PKCS#8 file need not carry the public point. Computing it takes a few hundred point additions
/// in plain integers; that is not constant-time, which is harmless where a person's own tool reads
/// its own key file.
final class P256 {
  private static final ECParameterSpec CURVE = parameters();

  private P256() {}

  static boolean isP256(ECKey key) {
    return key.getParams().getCurve().equals(CURVE.getCurve())
        && key.getParams().getGenerator().equals(CURVE.getGenerator());
  }

  static ECPublicKey publicHalf(ECPrivateKey key) throws GeneralSecurityException, KeyRefused {
    if (!isP256(key)) {
      throw new KeyRefused("the key is on another curve than P-256");
    }
    ECPoint point = multiply(CURVE.getGenerator(), key.getS());
    return (ECPublicKey)
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
  }

  private static ECPoint multiply(ECPoint base, BigInteger times) {
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      if (times.testBit(bit)) {
        sum = add(sum, base);
      }
    }
    return sum;
  }

  private static ECPoint add(ECPoint one, ECPoint other) {
    if (one.equals(ECPoint.POINT_INFINITY)) {
      return other;
    }
    if (other.equals(ECPoint.POINT_INFINITY)) {
      return one;
    }
    BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    BigInteger x1 = one.getAffineX();
    BigInteger y1 = one.getAffineY();
    BigInteger x2 = other.getAffineX();
    BigInteger y2 = other.getAffineY();
    BigInteger slope;
    if (!x1.equals(x2)) {
      slope = y2.subtract(y1).multiply(x2.subtract(x1).modInverse(p));
    } else if (y1.equals(y2) && y1.signum() != 0) {
      BigInteger three = BigInteger.valueOf(3);
      BigInteger rise = three.multiply(x1.multiply(x1)).add(CURVE.getCurve().getA());
      slope = rise.multiply(y1.shiftLeft(1).modInverse(p));
    } else {
      return ECPoint.POINT_INFINITY;
    }
    BigInteger x = slope.multiply(slope).subtract(x1).subtract(x2).mod(p);
    BigInteger y = slope.multiply(x1.subtract(x)).subtract(y1).mod(p);
    return new ECPoint(x, y);
  }

  private static ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows P-256", e);
    }
  }
}
