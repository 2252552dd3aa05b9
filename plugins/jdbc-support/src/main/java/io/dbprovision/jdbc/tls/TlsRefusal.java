package io.dbprovision.jdbc.tls;

import java.io.Serial;
import java.security.cert.CertificateException;

/** Why we refused the server's certificate; found again in the causes of the driver's exception. */
public final class TlsRefusal extends CertificateException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was wrong with it. */
  public enum Why {
    UNTRUSTED,
    OTHER_HOST
  }

  private final Why why;

  TlsRefusal(Why why, CertificateException cause) {
    super(cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
