/// The base layer in Azure as a template of Azure's own, with the form of the portal for it.
@NullMarked
package io.bowline.installer.azure;

import org.jspecify.annotations.NullMarked;
