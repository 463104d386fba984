package io.bowline.control.broken;

public final class Secret {}
