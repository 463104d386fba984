package io.bowline.testkit.broken.edgecall.edge;

public final class Edge {}
