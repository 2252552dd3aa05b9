package io.dbprovision.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.JsonFactory;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the service answers to uploads. */
final class Answers {
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

  private Answers() {}

  /** With the service's own words where it gave any. */
  static HttpResponseException failure(JsonFactory json, HttpResponse response) {
    return GoogleJsonResponseException.from(json, response);
  }

  /**
   * How many bytes are safe.
   *
   * @param range of an unfinished upload; none when there are none
   */
  static long persisted(@Nullable String range) throws IOException {
    if (range == null) {
      return 0;
    }
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new IOException("an upload's range of an unknown form");
    }
    return Long.parseLong(matcher.group(1)) + 1;
  }
}
