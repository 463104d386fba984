package io.bowline.testkit.broken.stores.one.store;

public final class OneStore {}
