package io.dbprovision.core.tls;

import io.dbprovision.core.config.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate in files that are renewed from time to time; read again when they change. */
public final class ReloadedCertificate implements Supplier<ServerCertificate> {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedCertificate.class);

  private record Stamp(FileTime certificate, FileTime key) {}

  private final CertificateFiles files;
  private Stamp stamp;
  private ServerCertificate current;

  /**
   * @throws IOException when there is none that can be read
   */
  public ReloadedCertificate(CertificateFiles files) throws IOException {
    this.files = files;
    this.stamp = stamp(files);
    this.current = PemCertificate.read(files);
  }

  /** The newest that can be read. */
  @Override
  public synchronized ServerCertificate get() {
    try {
      Stamp now = stamp(files);
      if (!now.equals(stamp)) {
        current = PemCertificate.read(files);
        stamp = now;
        LOG.atInfo().addKeyValue("file", files.certificate()).log("Certificate read again");
      }
    } catch (IOException e) {
      // Half of the renewal may be there; the next handshake looks again.
      LOG.atWarn().addKeyValue("file", files.certificate()).setCause(e).log("Certificate kept");
    }
    return current;
  }

  private static Stamp stamp(CertificateFiles files) throws IOException {
    return new Stamp(
        Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key()));
  }
}
