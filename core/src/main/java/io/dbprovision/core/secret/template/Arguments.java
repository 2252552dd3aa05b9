package io.dbprovision.core.secret.template;

import java.util.List;

/** What a template gives to a function. Positions count from 0 here and from 1 in messages. */
public final class Arguments {
  private final List<Value> values;
  private final Budget budget;

  Arguments(List<Value> values, Budget budget) {
    this.values = List.copyOf(values);
    this.budget = budget;
  }

  public int size() {
    return values.size();
  }

  public List<Value> all() {
    return values;
  }

  /**
   * Must come first in a function: the other methods take any position below the count as given.
   */
  public Arguments exactly(int count) throws FunctionException {
    if (values.size() != count) {
      throw new FunctionException("it takes %d, not %d".formatted(count, values.size()));
    }
    return this;
  }

  public Arguments atLeast(int count) throws FunctionException {
    if (values.size() < count) {
      throw new FunctionException("it takes at least %d, not %d".formatted(count, values.size()));
    }
    return this;
  }

  public Value value(int index) {
    return values.get(index);
  }

  /** No number is taken for text: {@code printf "%d"} makes text of one. */
  public String text(int index) throws FunctionException {
    if (values.get(index) instanceof Value.Text(String text)) {
      return text;
    }
    throw new FunctionException(
        "argument %d must be a string, not %s".formatted(index + 1, values.get(index).typeName()));
  }

  public List<Value> items(int index) throws FunctionException {
    if (values.get(index) instanceof Value.Items(List<Value> items)) {
      return items;
    }
    throw new FunctionException(
        "argument %d must be a list, not %s".formatted(index + 1, values.get(index).typeName()));
  }

  /** To build a result in that may become far larger than the arguments. */
  public BoundedText result() {
    return new BoundedText(budget);
  }

  @Override
  public String toString() {
    return "Arguments[" + values.size() + "]";
  }
}
