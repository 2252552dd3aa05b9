package io.dbprovision.core.plugin;

import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.nio.ByteBuffer;

/** A plugin's upload: its bytes pass on the caller's own thread, its end has a deadline. */
final class GuardedUpload implements Upload {
  private final Upload upload;
  private final PluginGuard guard;
  private final CallLane lane;

  GuardedUpload(Upload upload, PluginGuard guard, CallLane lane) {
    this.upload = upload;
    this.guard = guard;
    this.lane = lane;
  }

  @Override
  public void write(ByteBuffer bytes) {
    guard.here(
        "Upload.write",
        () -> {
          upload.write(bytes);
          return true;
        });
  }

  @Override
  public StoredObject commit() {
    return guard.call(lane, "Upload.commit", guard.deadlines().write(), upload::commit);
  }

  @Override
  public void abort() {
    guard.call(
        lane,
        "Upload.abort",
        guard.deadlines().read(),
        () -> {
          upload.abort();
          return true;
        });
  }

  @Override
  public void close() {
    guard.quietly(
        lane,
        "Upload.close",
        guard.deadlines().read(),
        () -> {
          upload.close();
          return true;
        });
  }
}
