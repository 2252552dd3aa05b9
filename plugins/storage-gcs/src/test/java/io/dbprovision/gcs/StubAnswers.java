package io.dbprovision.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** The service's answers in JSON. */
final class StubAnswers {
  private StubAnswers() {}

  static void object(HttpExchange exchange, StorageObject info, int size) throws IOException {
    Map<String, String> metadata = info.getMetadata();
    Tokens.answer(
        exchange,
        200,
        """
        {"name": "%s", "size": "%d", "generation": "%d", "crc32c": "%s",
         "timeCreated": "2026-01-01T00:00:00.000Z", "metadata": {"%s": "%s"}}
        """
            .formatted(
                info.getName(),
                size,
                info.getGeneration(),
                info.getCrc32c(),
                Session.MARK,
                metadata == null ? "" : metadata.get(Session.MARK)));
  }

  static void error(HttpExchange exchange, int status, String reason) throws IOException {
    Tokens.answer(
        exchange,
        status,
        """
        {"error": {"code": %d, "message": "the stub says %s",
         "errors": [{"reason": "%s", "message": "the stub says %s"}]}}
        """
            .formatted(status, reason, reason, reason));
  }
}
