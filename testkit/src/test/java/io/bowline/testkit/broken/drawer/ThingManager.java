package io.bowline.testkit.broken.drawer;

final class ThingManager {}
