package io.bowline.control.allowance;

import java.time.LocalDate;

/// What an organization takes.
///
/// @param day in UTC
/// @param pulled bytes of blobs on that day
/// @param promised bytes of blobs that this process is sending
/// @param transfers blobs that this process is sending
public record Use(Allowance allowed, LocalDate day, long pulled, long promised, int transfers) {}
