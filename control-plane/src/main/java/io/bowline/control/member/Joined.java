package io.bowline.control.member;

import io.bowline.control.account.Sessions;

/// Somebody who has accepted an invitation, and is signed in.
public record Joined(Member member, Sessions.Begun begun) {}
