package io.bowline.control.identity;

import io.bowline.control.secret.Sealed;

/// An issuing CA as stored.
public record StoredCa(long id, String certificatePem, Sealed key) {}
