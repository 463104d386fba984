package io.bowline.control.platform;

/// A look at the database outside of a transaction, in one statement; see {@link
/// Transactions#glance}.
public interface Glance {}
