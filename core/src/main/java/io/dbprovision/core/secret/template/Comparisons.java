package io.dbprovision.core.secret.template;

/** {@code eq}, {@code lt} and their kin: only values of one type compare, as in Go. */
final class Comparisons {
  private Comparisons() {}

  /** True when the first argument equals any of the others. */
  static Value equal(Arguments arguments) throws FunctionException {
    arguments.atLeast(1);
    if (arguments.size() == 1) {
      throw new FunctionException("there is nothing to compare with");
    }
    for (int i = 1; i < arguments.size(); i++) {
      if (equal(arguments.value(0), arguments.value(i))) {
        return new Value.Flag(true);
      }
    }
    return new Value.Flag(false);
  }

  static Value notEqual(Arguments arguments) throws FunctionException {
    arguments.exactly(2);
    return new Value.Flag(!equal(arguments.value(0), arguments.value(1)));
  }

  static Value less(Arguments arguments) throws FunctionException {
    return new Value.Flag(compare(arguments) < 0);
  }

  static Value lessOrEqual(Arguments arguments) throws FunctionException {
    return new Value.Flag(compare(arguments) <= 0);
  }

  static Value greater(Arguments arguments) throws FunctionException {
    return new Value.Flag(compare(arguments) > 0);
  }

  static Value greaterOrEqual(Arguments arguments) throws FunctionException {
    return new Value.Flag(compare(arguments) >= 0);
  }

  private static boolean equal(Value left, Value right) throws FunctionException {
    if (left instanceof Value.Nil || right instanceof Value.Nil) {
      return left instanceof Value.Nil && right instanceof Value.Nil;
    }
    if (!left.getClass().equals(right.getClass())) {
      throw incompatible(left, right);
    }
    if (!isComparable(left)) {
      throw new FunctionException("values of type " + left.typeName() + " can't be compared");
    }
    if (left instanceof Value.Real(double a) && right instanceof Value.Real(double b)) {
      return a == b;
    }
    return left.equals(right);
  }

  private static boolean isComparable(Value value) {
    return switch (value) {
      case Value.Items _, Value.Entries _ -> false;
      case Value.Fields(var fields) -> fields.values().stream().allMatch(Comparisons::isComparable);
      default -> true;
    };
  }

  private static int compare(Arguments arguments) throws FunctionException {
    Value left = arguments.exactly(2).value(0);
    Value right = arguments.value(1);
    if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
      return Value.BYTE_ORDER.compare(a, b);
    }
    if (left instanceof Value.Whole(long a) && right instanceof Value.Whole(long b)) {
      return Long.compare(a, b);
    }
    if (left instanceof Value.Real(double a) && right instanceof Value.Real(double b)) {
      return Double.compare(a, b);
    }
    if (left.getClass().equals(right.getClass())) {
      throw new FunctionException("values of type " + left.typeName() + " have no order");
    }
    throw incompatible(left, right);
  }

  private static FunctionException incompatible(Value left, Value right) {
    return new FunctionException(
        "%s and %s can't be compared".formatted(left.typeName(), right.typeName()));
  }
}
