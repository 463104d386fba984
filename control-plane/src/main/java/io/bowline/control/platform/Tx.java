package io.bowline.control.platform;

/// An open transaction, as features hold it: something to hand to a store, with which several
/// stores commit together or not at all. What it really is, only stores know.
public interface Tx {}
