/// Storage in a bucket of an S3-compatible object store, which any number of processes may share.
@NullMarked
package io.bowline.registry.s3;

import org.jspecify.annotations.NullMarked;
