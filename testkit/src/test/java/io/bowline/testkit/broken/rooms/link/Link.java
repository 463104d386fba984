package io.bowline.testkit.broken.rooms.link;

public final class Link {}
