package io.bowline.testkit.broken.crowded;

final class C22 {}
