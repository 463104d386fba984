package io.bowline.control.platform.store;

/// Where the database is, who owns its tables and whom the process works as.
public record DatabaseAddress(String url, Login owner, Login app) {}
