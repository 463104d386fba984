package io.bowline.control.identity;

/// A signature by a key that was used once.
///
/// @param signature ECDSA over SHA-256, in DER form, as base64
/// @param chain certificate of the key and of the CA that certified it, as PEM
public record SignedOnce(String signature, String chain) {}
