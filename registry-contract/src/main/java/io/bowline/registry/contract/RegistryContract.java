package io.bowline.registry.contract;

/// All of it.
public interface RegistryContract
    extends BlobContract,
        UploadContract,
        ManifestContract,
        ListContract,
        ConformanceContract,
        AlgorithmContract,
        KindContract {}
