package io.bowline.testkit.broken.util;

final class Thing {}
