package io.dbprovision.core.status;

/** Values of {@code status.phase}. */
public enum Phase {
  PENDING("Pending"),
  CREATING("Creating"),
  READY("Ready"),
  RUNNING("Running"),
  COMPLETED("Completed"),
  FAILED("Failed"),
  DELETING("Deleting"),
  PENDING_DELETION("PendingDeletion");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
