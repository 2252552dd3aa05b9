package io.dbprovision.core.secret.template;

import org.jspecify.annotations.Nullable;

/** A part of a template that is run in order. */
sealed interface Node {

  record Text(String text) implements Node {}

  record Action(Pipeline pipeline) implements Node {}

  record If(Pipeline condition, Block then, Block otherwise) implements Node {}

  record With(Pipeline subject, Block then, Block otherwise) implements Node {}

  record Range(Pipeline subject, Block body, Block otherwise) implements Node {}

  record Break() implements Node {}

  record Continue() implements Node {}

  /** Without an argument the called template's dot is nil. */
  record Call(int at, String name, @Nullable Pipeline argument) implements Node {}
}
