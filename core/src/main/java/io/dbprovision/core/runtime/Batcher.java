package io.dbprovision.core.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns calls for one item each, made at about the same time, into few calls for many. Nobody waits
 * for a batch to fill: the first caller runs alone, and those who come meanwhile make up the next
 * batch. Safe for many threads; callers wait for their own answer.
 */
public final class Batcher<T, R> {

  /** Answers all items in one go. */
  @FunctionalInterface
  public interface Batch<T, R> {
    /**
     * One answer per item, in order. What it throws, all callers of the batch get; but when the
     * thread it runs in is interrupted, the others' items are asked again in another.
     */
    List<R> run(List<T> items) throws InterruptedException;
  }

  private record Ticket<T, R>(T item, CompletableFuture<R> answer) {}

  private final Batch<T, R> batch;
  private final int largest;
  private final BlockingQueue<Ticket<T, R>> pending = new LinkedBlockingQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * @param largest most items of one batch
   */
  public Batcher(int largest, Batch<T, R> batch) {
    if (largest < 1) {
      throw new IllegalArgumentException("Batches of " + largest);
    }
    this.largest = largest;
    this.batch = batch;
  }

  /** The answer for one item, together with whoever else asks now. */
  public R call(T item) throws InterruptedException {
    Ticket<T, R> ticket = new Ticket<>(item, new CompletableFuture<>());
    pending.add(ticket);
    // Whoever has the turn serves all that wait; most find their answer ready when it is theirs.
    turn.lockInterruptibly();
    try {
      while (!ticket.answer().isDone()) {
        runOne(ticket);
      }
    } finally {
      turn.unlock();
    }
    return answer(ticket);
  }

  private void runOne(Ticket<T, R> own) throws InterruptedException {
    List<Ticket<T, R>> tickets = new ArrayList<>();
    pending.drainTo(tickets, largest);
    try {
      List<R> answers = batch.run(tickets.stream().map(Ticket::item).toList());
      if (answers.size() != tickets.size()) {
        throw new IllegalStateException(
            answers.size() + " answers for a batch of " + tickets.size());
      }
      for (int i = 0; i < answers.size(); i++) {
        tickets.get(i).answer().complete(answers.get(i));
      }
    } catch (InterruptedException e) {
      // Meant for this caller alone; those behind it find the others' tickets again.
      tickets.remove(own);
      pending.addAll(tickets);
      throw e;
    } catch (RuntimeException | Error e) {
      tickets.forEach(ticket -> ticket.answer().completeExceptionally(e));
    }
  }

  private R answer(Ticket<T, R> ticket) throws InterruptedException {
    try {
      return ticket.answer().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new CompletionException(e.getCause());
      }
    }
  }
}
