package io.dbprovision.core.secret.template;

/** Text that may grow to 1 MiB; past that the rendering ends with an error. */
public final class BoundedText {
  private final Budget budget;
  private final StringBuilder text = new StringBuilder();

  BoundedText(Budget budget) {
    this.budget = budget;
  }

  public BoundedText append(String more) {
    reserve(more.length());
    text.append(more);
    return this;
  }

  public BoundedText append(char c, int times) {
    if (times > 0) {
      reserve(times);
      text.repeat(c, times);
    }
    return this;
  }

  public Value.Text value() {
    return new Value.Text(text.toString());
  }

  private void reserve(int more) {
    if ((long) text.length() + more > Budget.MAX_TEXT) {
      throw new LimitExceeded("the template makes a text larger than 1 MiB");
    }
    budget.work(more);
  }

  @Override
  public String toString() {
    return "BoundedText[" + text.length() + " characters]";
  }
}
