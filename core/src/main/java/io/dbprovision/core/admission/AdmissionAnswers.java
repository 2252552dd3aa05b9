package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.AdmissionReviews;
import io.dbprovision.core.kube.KubeException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a review to its answer. Thread-safe. */
final class AdmissionAnswers implements AdmissionServer.Rules {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionAnswers.class);

  private final Admission admission;

  @Inject
  AdmissionAnswers(Admission admission) {
    this.admission = admission;
  }

  /**
   * @throws KubeException when something cannot be looked at now: whether the API server then goes
   *     on without us is for its failurePolicy to say
   */
  @Override
  public byte[] answer(byte[] review) throws IOException {
    AdmissionRequest request = AdmissionReviews.read(review);
    Admission.Verdict verdict = admission.of(request);
    verdict
        .refusal()
        .ifPresent(
            why ->
                LOG.atInfo()
                    .addKeyValue("object", request.object().key())
                    .addKeyValue("operation", request.operation())
                    .addKeyValue("reason", why)
                    .log("refused"));
    return AdmissionReviews.answer(request.uid(), verdict.refusal(), verdict.warnings());
  }
}
