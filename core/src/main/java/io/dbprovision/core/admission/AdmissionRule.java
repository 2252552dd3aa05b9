package io.dbprovision.core.admission;

import io.dbprovision.core.kube.AdmissionRequest;
import java.util.List;

/** Looks at a request; changes nothing. Thread-safe, and quick: somebody waits for it. */
interface AdmissionRule {
  List<Finding> look(AdmissionRequest request);
}
