package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Asks the API server for an object's metadata in place of the object, in lists and watches. */
final class MetadataOnly implements Interceptor {
  private static final String ONE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = request.uri().getQuery();
    boolean watch = query != null && query.contains("watch=true");
    builder.setHeader("Accept", watch ? ONE : LIST);
  }
}
