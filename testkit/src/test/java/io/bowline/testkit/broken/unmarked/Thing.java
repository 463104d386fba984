package io.bowline.testkit.broken.unmarked;

final class Thing {}
