package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import org.jspecify.annotations.Nullable;

/** The TLS mode that results when the instance and the engine block both may ask for one. */
public final class TlsChoice {
  private final TlsMaterial material;

  private TlsChoice(TlsMaterial material) {
    this.material = material;
  }

  /**
   * @param sslMode the engine block's; null when it has none: then TLS is preferred, as
   *     PostgreSQL's own clients do
   */
  public static TlsChoice strictest(TlsSettings instance, @Nullable TlsMode sslMode) {
    TlsMode own = sslMode == null ? TlsMode.PREFER : sslMode;
    return new TlsChoice(TlsMaterial.of(instance.mode().strictest(own), instance));
  }

  TlsMaterial material() {
    return material;
  }
}
