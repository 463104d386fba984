package io.bowline.control.secret;

/// A column whose values are sealed under the organization's data key; every feature that has one
/// has a bean of this kind beside its SQL, so that they are sealed anew when the key changes.
///
/// @param table with a column `org`
/// @param column of the sealed values, null where there is none
/// @param context SQL over the row's columns that makes the text a value was sealed for
public record SealedColumn(String table, String column, String context) {}
