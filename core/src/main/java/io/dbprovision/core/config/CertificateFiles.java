package io.dbprovision.core.config;

import java.nio.file.Path;

/**
 * A certificate and its private key in PEM form, as a Secret volume has them. The files may be
 * replaced while the operator runs.
 */
public record CertificateFiles(Path certificate, Path key) {}
